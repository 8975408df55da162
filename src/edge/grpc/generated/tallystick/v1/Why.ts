// Original file: proto/tallystick/v1/quote.proto


export interface Why {
  'code'?: (string);
  'actual'?: (string);
  'wanted'?: (string);
  'sentence'?: (string);
}

export interface Why__Output {
  'code': (string);
  'actual': (string);
  'wanted': (string);
  'sentence': (string);
}
