// Original file: proto/tallystick/v1/operations.proto


export interface EraseResponse {
  'operationId'?: (string);
  'memberId'?: (string);
  'cards'?: (number);
  'replayed'?: (boolean);
}

export interface EraseResponse__Output {
  'operationId': (string);
  'memberId': (string);
  'cards': (number);
  'replayed': (boolean);
}
