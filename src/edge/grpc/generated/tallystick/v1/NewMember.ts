// Original file: proto/tallystick/v1/enrolment.proto


export interface NewMember {
  'cardNumber'?: (string);
  'tier'?: (string);
  'segments'?: (string)[];
  'birthDate'?: (string);
}

export interface NewMember__Output {
  'cardNumber': (string);
  'tier': (string);
  'segments': (string)[];
  'birthDate': (string);
}
