// Original file: proto/tallystick/v1/enrolment.proto


export interface EnrolProductsResponse {
  'created'?: (number);
  'replaced'?: (number);
}

export interface EnrolProductsResponse__Output {
  'created': (number);
  'replaced': (number);
}
