// Original file: proto/tallystick/v1/operations.proto


export interface MemberName {
  'cardNumber'?: (string);
  'memberId'?: (string);
  'name'?: "cardNumber"|"memberId";
}

export interface MemberName__Output {
  'cardNumber'?: (string);
  'memberId'?: (string);
  'name'?: "cardNumber"|"memberId";
}
