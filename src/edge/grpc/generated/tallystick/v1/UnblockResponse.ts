// Original file: proto/tallystick/v1/operations.proto


export interface UnblockResponse {
  'operationId'?: (string);
  'memberId'?: (string);
  'blocked'?: (boolean);
  'replayed'?: (boolean);
}

export interface UnblockResponse__Output {
  'operationId': (string);
  'memberId': (string);
  'blocked': (boolean);
  'replayed': (boolean);
}
