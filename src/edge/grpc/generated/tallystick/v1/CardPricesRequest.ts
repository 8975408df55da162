// Original file: proto/tallystick/v1/checkout.proto


export interface CardPricesRequest {
  'skus'?: (string)[];
  'cardNumber'?: (string);
  'storeId'?: (string);
  'channel'?: (string);
}

export interface CardPricesRequest__Output {
  'skus': (string)[];
  'cardNumber': (string);
  'storeId': (string);
  'channel': (string);
}
