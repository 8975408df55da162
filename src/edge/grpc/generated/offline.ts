import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AppliedLine as _tallystick_v1_AppliedLine, AppliedLine__Output as _tallystick_v1_AppliedLine__Output } from './tallystick/v1/AppliedLine.js';
import type { AppliedRule as _tallystick_v1_AppliedRule, AppliedRule__Output as _tallystick_v1_AppliedRule__Output } from './tallystick/v1/AppliedRule.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from './tallystick/v1/Balance.js';
import type { Burn as _tallystick_v1_Burn, Burn__Output as _tallystick_v1_Burn__Output } from './tallystick/v1/Burn.js';
import type { CouponAnswer as _tallystick_v1_CouponAnswer, CouponAnswer__Output as _tallystick_v1_CouponAnswer__Output } from './tallystick/v1/CouponAnswer.js';
import type { EarnForecast as _tallystick_v1_EarnForecast, EarnForecast__Output as _tallystick_v1_EarnForecast__Output } from './tallystick/v1/EarnForecast.js';
import type { Line as _tallystick_v1_Line, Line__Output as _tallystick_v1_Line__Output } from './tallystick/v1/Line.js';
import type { LineDiscount as _tallystick_v1_LineDiscount, LineDiscount__Output as _tallystick_v1_LineDiscount__Output } from './tallystick/v1/LineDiscount.js';
import type { OfflineReport as _tallystick_v1_OfflineReport, OfflineReport__Output as _tallystick_v1_OfflineReport__Output } from './tallystick/v1/OfflineReport.js';
import type { OfflineServiceClient as _tallystick_v1_OfflineServiceClient, OfflineServiceDefinition as _tallystick_v1_OfflineServiceDefinition } from './tallystick/v1/OfflineService.js';
import type { Portion as _tallystick_v1_Portion, Portion__Output as _tallystick_v1_Portion__Output } from './tallystick/v1/Portion.js';
import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from './tallystick/v1/Quote.js';
import type { QuoteLine as _tallystick_v1_QuoteLine, QuoteLine__Output as _tallystick_v1_QuoteLine__Output } from './tallystick/v1/QuoteLine.js';
import type { QuoteTotals as _tallystick_v1_QuoteTotals, QuoteTotals__Output as _tallystick_v1_QuoteTotals__Output } from './tallystick/v1/QuoteTotals.js';
import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from './tallystick/v1/Receipt.js';
import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from './tallystick/v1/ReceiptKey.js';
import type { RefusedRule as _tallystick_v1_RefusedRule, RefusedRule__Output as _tallystick_v1_RefusedRule__Output } from './tallystick/v1/RefusedRule.js';
import type { ReplayReceiptsRequest as _tallystick_v1_ReplayReceiptsRequest, ReplayReceiptsRequest__Output as _tallystick_v1_ReplayReceiptsRequest__Output } from './tallystick/v1/ReplayReceiptsRequest.js';
import type { ReplayReceiptsResponse as _tallystick_v1_ReplayReceiptsResponse, ReplayReceiptsResponse__Output as _tallystick_v1_ReplayReceiptsResponse__Output } from './tallystick/v1/ReplayReceiptsResponse.js';
import type { ReplayedReceipt as _tallystick_v1_ReplayedReceipt, ReplayedReceipt__Output as _tallystick_v1_ReplayedReceipt__Output } from './tallystick/v1/ReplayedReceipt.js';
import type { SlipMessage as _tallystick_v1_SlipMessage, SlipMessage__Output as _tallystick_v1_SlipMessage__Output } from './tallystick/v1/SlipMessage.js';
import type { Tender as _tallystick_v1_Tender, Tender__Output as _tallystick_v1_Tender__Output } from './tallystick/v1/Tender.js';
import type { Why as _tallystick_v1_Why, Why__Output as _tallystick_v1_Why__Output } from './tallystick/v1/Why.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  tallystick: {
    v1: {
      AppliedLine: MessageTypeDefinition<_tallystick_v1_AppliedLine, _tallystick_v1_AppliedLine__Output>
      AppliedRule: MessageTypeDefinition<_tallystick_v1_AppliedRule, _tallystick_v1_AppliedRule__Output>
      Balance: MessageTypeDefinition<_tallystick_v1_Balance, _tallystick_v1_Balance__Output>
      Burn: MessageTypeDefinition<_tallystick_v1_Burn, _tallystick_v1_Burn__Output>
      CouponAnswer: MessageTypeDefinition<_tallystick_v1_CouponAnswer, _tallystick_v1_CouponAnswer__Output>
      EarnForecast: MessageTypeDefinition<_tallystick_v1_EarnForecast, _tallystick_v1_EarnForecast__Output>
      Line: MessageTypeDefinition<_tallystick_v1_Line, _tallystick_v1_Line__Output>
      LineDiscount: MessageTypeDefinition<_tallystick_v1_LineDiscount, _tallystick_v1_LineDiscount__Output>
      OfflineReport: MessageTypeDefinition<_tallystick_v1_OfflineReport, _tallystick_v1_OfflineReport__Output>
      OfflineService: SubtypeConstructor<typeof grpc.Client, _tallystick_v1_OfflineServiceClient> & { service: _tallystick_v1_OfflineServiceDefinition }
      Portion: MessageTypeDefinition<_tallystick_v1_Portion, _tallystick_v1_Portion__Output>
      Quote: MessageTypeDefinition<_tallystick_v1_Quote, _tallystick_v1_Quote__Output>
      QuoteLine: MessageTypeDefinition<_tallystick_v1_QuoteLine, _tallystick_v1_QuoteLine__Output>
      QuoteTotals: MessageTypeDefinition<_tallystick_v1_QuoteTotals, _tallystick_v1_QuoteTotals__Output>
      Receipt: MessageTypeDefinition<_tallystick_v1_Receipt, _tallystick_v1_Receipt__Output>
      ReceiptKey: MessageTypeDefinition<_tallystick_v1_ReceiptKey, _tallystick_v1_ReceiptKey__Output>
      RefusedRule: MessageTypeDefinition<_tallystick_v1_RefusedRule, _tallystick_v1_RefusedRule__Output>
      ReplayReceiptsRequest: MessageTypeDefinition<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsRequest__Output>
      ReplayReceiptsResponse: MessageTypeDefinition<_tallystick_v1_ReplayReceiptsResponse, _tallystick_v1_ReplayReceiptsResponse__Output>
      ReplayedReceipt: MessageTypeDefinition<_tallystick_v1_ReplayedReceipt, _tallystick_v1_ReplayedReceipt__Output>
      SlipMessage: MessageTypeDefinition<_tallystick_v1_SlipMessage, _tallystick_v1_SlipMessage__Output>
      Stage: EnumTypeDefinition
      Tender: MessageTypeDefinition<_tallystick_v1_Tender, _tallystick_v1_Tender__Output>
      Why: MessageTypeDefinition<_tallystick_v1_Why, _tallystick_v1_Why__Output>
    }
  }
}

