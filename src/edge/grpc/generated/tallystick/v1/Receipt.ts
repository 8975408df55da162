// Original file: proto/tallystick/v1/receipt.proto

import type { Line as _tallystick_v1_Line, Line__Output as _tallystick_v1_Line__Output } from '../../tallystick/v1/Line.js';
import type { Tender as _tallystick_v1_Tender, Tender__Output as _tallystick_v1_Tender__Output } from '../../tallystick/v1/Tender.js';
import type { Long } from '@grpc/proto-loader';

export interface Receipt {
  'storeId'?: (string);
  'terminalId'?: (string);
  'businessDate'?: (string);
  'receiptNumber'?: (string);
  'purchasedAtMs'?: (number | string | Long);
  'currency'?: (string);
  'channel'?: (string);
  'cardNumber'?: (string);
  'lines'?: (_tallystick_v1_Line)[];
  'coupons'?: (string)[];
  'tenders'?: (_tallystick_v1_Tender)[];
  'attributes'?: ({[key: string]: string});
  'burnPoints'?: (number | string | Long);
  'burnMax'?: (boolean);
  'burn'?: "burnPoints"|"burnMax";
}

export interface Receipt__Output {
  'storeId': (string);
  'terminalId': (string);
  'businessDate': (string);
  'receiptNumber': (string);
  'purchasedAtMs': (number);
  'currency': (string);
  'channel': (string);
  'cardNumber': (string);
  'lines': (_tallystick_v1_Line__Output)[];
  'coupons': (string)[];
  'tenders': (_tallystick_v1_Tender__Output)[];
  'attributes': ({[key: string]: string});
  'burnPoints'?: (number);
  'burnMax'?: (boolean);
  'burn'?: "burnPoints"|"burnMax";
}
