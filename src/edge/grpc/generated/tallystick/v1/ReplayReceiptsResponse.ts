// Original file: proto/tallystick/v1/offline.proto

import type { ReplayedReceipt as _tallystick_v1_ReplayedReceipt, ReplayedReceipt__Output as _tallystick_v1_ReplayedReceipt__Output } from '../../tallystick/v1/ReplayedReceipt.js';
import type { OfflineReport as _tallystick_v1_OfflineReport, OfflineReport__Output as _tallystick_v1_OfflineReport__Output } from '../../tallystick/v1/OfflineReport.js';

export interface ReplayReceiptsResponse {
  'receipt'?: (_tallystick_v1_ReplayedReceipt | null);
  'report'?: (_tallystick_v1_OfflineReport | null);
  'answer'?: "receipt"|"report";
}

export interface ReplayReceiptsResponse__Output {
  'receipt'?: (_tallystick_v1_ReplayedReceipt__Output | null);
  'report'?: (_tallystick_v1_OfflineReport__Output | null);
  'answer'?: "receipt"|"report";
}
