// Original file: proto/tallystick/v1/checkout.proto


export interface GetMemberRequest {
  'cardNumber'?: (string);
  'memberId'?: (string);
  'by'?: "cardNumber"|"memberId";
}

export interface GetMemberRequest__Output {
  'cardNumber'?: (string);
  'memberId'?: (string);
  'by'?: "cardNumber"|"memberId";
}
