// Original file: proto/tallystick/v1/checkout.proto

import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';
import type { Lot as _tallystick_v1_Lot, Lot__Output as _tallystick_v1_Lot__Output } from '../../tallystick/v1/Lot.js';

export interface GetMemberResponse {
  'memberId'?: (string);
  'tier'?: (string);
  'segments'?: (string)[];
  'balance'?: (_tallystick_v1_Balance | null);
  'lots'?: (_tallystick_v1_Lot)[];
  'blocked'?: (boolean);
}

export interface GetMemberResponse__Output {
  'memberId': (string);
  'tier': (string);
  'segments': (string)[];
  'balance': (_tallystick_v1_Balance__Output | null);
  'lots': (_tallystick_v1_Lot__Output)[];
  'blocked': (boolean);
}
