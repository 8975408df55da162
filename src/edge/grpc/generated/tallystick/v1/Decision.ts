// Original file: proto/tallystick/v1/operations.proto


export interface Decision {
  'idempotencyKey'?: (string);
  'reason'?: (string);
  'author'?: (string);
}

export interface Decision__Output {
  'idempotencyKey': (string);
  'reason': (string);
  'author': (string);
}
