// Original file: proto/tallystick/v1/quote.proto


export interface SlipMessage {
  'ruleId'?: (string);
  'code'?: (string);
  'text'?: (string);
}

export interface SlipMessage__Output {
  'ruleId': (string);
  'code': (string);
  'text': (string);
}
