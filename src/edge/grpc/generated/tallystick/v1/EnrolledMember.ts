// Original file: proto/tallystick/v1/enrolment.proto


export interface EnrolledMember {
  'cardNumber'?: (string);
  'memberId'?: (string);
  'created'?: (boolean);
}

export interface EnrolledMember__Output {
  'cardNumber': (string);
  'memberId': (string);
  'created': (boolean);
}
