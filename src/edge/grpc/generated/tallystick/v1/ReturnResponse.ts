// Original file: proto/tallystick/v1/checkout.proto

import type { ReturnedLine as _tallystick_v1_ReturnedLine, ReturnedLine__Output as _tallystick_v1_ReturnedLine__Output } from '../../tallystick/v1/ReturnedLine.js';
import type { ShortfallPolicy as _tallystick_v1_ShortfallPolicy, ShortfallPolicy__Output as _tallystick_v1_ShortfallPolicy__Output } from '../../tallystick/v1/ShortfallPolicy.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';
import type { Long } from '@grpc/proto-loader';

export interface ReturnResponse {
  'returnId'?: (string);
  'saleId'?: (string);
  'lines'?: (_tallystick_v1_ReturnedLine)[];
  'refundMinor'?: (number | string | Long);
  'giveBackPoints'?: (number | string | Long);
  'giveBackExpiredPoints'?: (number | string | Long);
  'clawbackPoints'?: (number | string | Long);
  'shortfallPoints'?: (number | string | Long);
  'shortfallPolicy'?: (_tallystick_v1_ShortfallPolicy);
  'shortfallMinor'?: (number | string | Long);
  'balance'?: (_tallystick_v1_Balance | null);
  'replayed'?: (boolean);
}

export interface ReturnResponse__Output {
  'returnId': (string);
  'saleId': (string);
  'lines': (_tallystick_v1_ReturnedLine__Output)[];
  'refundMinor': (number);
  'giveBackPoints': (number);
  'giveBackExpiredPoints': (number);
  'clawbackPoints': (number);
  'shortfallPoints': (number);
  'shortfallPolicy': (_tallystick_v1_ShortfallPolicy__Output);
  'shortfallMinor': (number);
  'balance': (_tallystick_v1_Balance__Output | null);
  'replayed': (boolean);
}
