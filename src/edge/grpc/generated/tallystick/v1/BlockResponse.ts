// Original file: proto/tallystick/v1/operations.proto


export interface BlockResponse {
  'operationId'?: (string);
  'memberId'?: (string);
  'blocked'?: (boolean);
  'replayed'?: (boolean);
}

export interface BlockResponse__Output {
  'operationId': (string);
  'memberId': (string);
  'blocked': (boolean);
  'replayed': (boolean);
}
