// Original file: proto/tallystick/v1/receipt.proto


export interface ReceiptKey {
  'storeId'?: (string);
  'terminalId'?: (string);
  'businessDate'?: (string);
  'receiptNumber'?: (string);
}

export interface ReceiptKey__Output {
  'storeId': (string);
  'terminalId': (string);
  'businessDate': (string);
  'receiptNumber': (string);
}
