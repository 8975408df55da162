import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AdjustRequest as _tallystick_v1_AdjustRequest, AdjustRequest__Output as _tallystick_v1_AdjustRequest__Output } from './tallystick/v1/AdjustRequest.js';
import type { AdjustResponse as _tallystick_v1_AdjustResponse, AdjustResponse__Output as _tallystick_v1_AdjustResponse__Output } from './tallystick/v1/AdjustResponse.js';
import type { AppliedLine as _tallystick_v1_AppliedLine, AppliedLine__Output as _tallystick_v1_AppliedLine__Output } from './tallystick/v1/AppliedLine.js';
import type { AppliedRule as _tallystick_v1_AppliedRule, AppliedRule__Output as _tallystick_v1_AppliedRule__Output } from './tallystick/v1/AppliedRule.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from './tallystick/v1/Balance.js';
import type { BlockRequest as _tallystick_v1_BlockRequest, BlockRequest__Output as _tallystick_v1_BlockRequest__Output } from './tallystick/v1/BlockRequest.js';
import type { BlockResponse as _tallystick_v1_BlockResponse, BlockResponse__Output as _tallystick_v1_BlockResponse__Output } from './tallystick/v1/BlockResponse.js';
import type { Burn as _tallystick_v1_Burn, Burn__Output as _tallystick_v1_Burn__Output } from './tallystick/v1/Burn.js';
import type { CouponAnswer as _tallystick_v1_CouponAnswer, CouponAnswer__Output as _tallystick_v1_CouponAnswer__Output } from './tallystick/v1/CouponAnswer.js';
import type { Decision as _tallystick_v1_Decision, Decision__Output as _tallystick_v1_Decision__Output } from './tallystick/v1/Decision.js';
import type { EarnForecast as _tallystick_v1_EarnForecast, EarnForecast__Output as _tallystick_v1_EarnForecast__Output } from './tallystick/v1/EarnForecast.js';
import type { EraseRequest as _tallystick_v1_EraseRequest, EraseRequest__Output as _tallystick_v1_EraseRequest__Output } from './tallystick/v1/EraseRequest.js';
import type { EraseResponse as _tallystick_v1_EraseResponse, EraseResponse__Output as _tallystick_v1_EraseResponse__Output } from './tallystick/v1/EraseResponse.js';
import type { ExpiringPointsRequest as _tallystick_v1_ExpiringPointsRequest, ExpiringPointsRequest__Output as _tallystick_v1_ExpiringPointsRequest__Output } from './tallystick/v1/ExpiringPointsRequest.js';
import type { ExpiringPointsResponse as _tallystick_v1_ExpiringPointsResponse, ExpiringPointsResponse__Output as _tallystick_v1_ExpiringPointsResponse__Output } from './tallystick/v1/ExpiringPointsResponse.js';
import type { GrantRequest as _tallystick_v1_GrantRequest, GrantRequest__Output as _tallystick_v1_GrantRequest__Output } from './tallystick/v1/GrantRequest.js';
import type { GrantResponse as _tallystick_v1_GrantResponse, GrantResponse__Output as _tallystick_v1_GrantResponse__Output } from './tallystick/v1/GrantResponse.js';
import type { LineDiscount as _tallystick_v1_LineDiscount, LineDiscount__Output as _tallystick_v1_LineDiscount__Output } from './tallystick/v1/LineDiscount.js';
import type { MemberName as _tallystick_v1_MemberName, MemberName__Output as _tallystick_v1_MemberName__Output } from './tallystick/v1/MemberName.js';
import type { MergeRequest as _tallystick_v1_MergeRequest, MergeRequest__Output as _tallystick_v1_MergeRequest__Output } from './tallystick/v1/MergeRequest.js';
import type { MergeResponse as _tallystick_v1_MergeResponse, MergeResponse__Output as _tallystick_v1_MergeResponse__Output } from './tallystick/v1/MergeResponse.js';
import type { OperationsServiceClient as _tallystick_v1_OperationsServiceClient, OperationsServiceDefinition as _tallystick_v1_OperationsServiceDefinition } from './tallystick/v1/OperationsService.js';
import type { Portion as _tallystick_v1_Portion, Portion__Output as _tallystick_v1_Portion__Output } from './tallystick/v1/Portion.js';
import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from './tallystick/v1/Quote.js';
import type { QuoteLine as _tallystick_v1_QuoteLine, QuoteLine__Output as _tallystick_v1_QuoteLine__Output } from './tallystick/v1/QuoteLine.js';
import type { QuoteTotals as _tallystick_v1_QuoteTotals, QuoteTotals__Output as _tallystick_v1_QuoteTotals__Output } from './tallystick/v1/QuoteTotals.js';
import type { RefusedRule as _tallystick_v1_RefusedRule, RefusedRule__Output as _tallystick_v1_RefusedRule__Output } from './tallystick/v1/RefusedRule.js';
import type { ReverseRequest as _tallystick_v1_ReverseRequest, ReverseRequest__Output as _tallystick_v1_ReverseRequest__Output } from './tallystick/v1/ReverseRequest.js';
import type { ReverseResponse as _tallystick_v1_ReverseResponse, ReverseResponse__Output as _tallystick_v1_ReverseResponse__Output } from './tallystick/v1/ReverseResponse.js';
import type { SlipMessage as _tallystick_v1_SlipMessage, SlipMessage__Output as _tallystick_v1_SlipMessage__Output } from './tallystick/v1/SlipMessage.js';
import type { TransferRequest as _tallystick_v1_TransferRequest, TransferRequest__Output as _tallystick_v1_TransferRequest__Output } from './tallystick/v1/TransferRequest.js';
import type { TransferResponse as _tallystick_v1_TransferResponse, TransferResponse__Output as _tallystick_v1_TransferResponse__Output } from './tallystick/v1/TransferResponse.js';
import type { UnblockRequest as _tallystick_v1_UnblockRequest, UnblockRequest__Output as _tallystick_v1_UnblockRequest__Output } from './tallystick/v1/UnblockRequest.js';
import type { UnblockResponse as _tallystick_v1_UnblockResponse, UnblockResponse__Output as _tallystick_v1_UnblockResponse__Output } from './tallystick/v1/UnblockResponse.js';
import type { Why as _tallystick_v1_Why, Why__Output as _tallystick_v1_Why__Output } from './tallystick/v1/Why.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  tallystick: {
    v1: {
      AdjustRequest: MessageTypeDefinition<_tallystick_v1_AdjustRequest, _tallystick_v1_AdjustRequest__Output>
      AdjustResponse: MessageTypeDefinition<_tallystick_v1_AdjustResponse, _tallystick_v1_AdjustResponse__Output>
      AppliedLine: MessageTypeDefinition<_tallystick_v1_AppliedLine, _tallystick_v1_AppliedLine__Output>
      AppliedRule: MessageTypeDefinition<_tallystick_v1_AppliedRule, _tallystick_v1_AppliedRule__Output>
      Balance: MessageTypeDefinition<_tallystick_v1_Balance, _tallystick_v1_Balance__Output>
      BlockRequest: MessageTypeDefinition<_tallystick_v1_BlockRequest, _tallystick_v1_BlockRequest__Output>
      BlockResponse: MessageTypeDefinition<_tallystick_v1_BlockResponse, _tallystick_v1_BlockResponse__Output>
      Burn: MessageTypeDefinition<_tallystick_v1_Burn, _tallystick_v1_Burn__Output>
      CouponAnswer: MessageTypeDefinition<_tallystick_v1_CouponAnswer, _tallystick_v1_CouponAnswer__Output>
      Decision: MessageTypeDefinition<_tallystick_v1_Decision, _tallystick_v1_Decision__Output>
      Direction: EnumTypeDefinition
      EarnForecast: MessageTypeDefinition<_tallystick_v1_EarnForecast, _tallystick_v1_EarnForecast__Output>
      EraseRequest: MessageTypeDefinition<_tallystick_v1_EraseRequest, _tallystick_v1_EraseRequest__Output>
      EraseResponse: MessageTypeDefinition<_tallystick_v1_EraseResponse, _tallystick_v1_EraseResponse__Output>
      ExpiringPointsRequest: MessageTypeDefinition<_tallystick_v1_ExpiringPointsRequest, _tallystick_v1_ExpiringPointsRequest__Output>
      ExpiringPointsResponse: MessageTypeDefinition<_tallystick_v1_ExpiringPointsResponse, _tallystick_v1_ExpiringPointsResponse__Output>
      GrantRequest: MessageTypeDefinition<_tallystick_v1_GrantRequest, _tallystick_v1_GrantRequest__Output>
      GrantResponse: MessageTypeDefinition<_tallystick_v1_GrantResponse, _tallystick_v1_GrantResponse__Output>
      LineDiscount: MessageTypeDefinition<_tallystick_v1_LineDiscount, _tallystick_v1_LineDiscount__Output>
      MemberName: MessageTypeDefinition<_tallystick_v1_MemberName, _tallystick_v1_MemberName__Output>
      MergeRequest: MessageTypeDefinition<_tallystick_v1_MergeRequest, _tallystick_v1_MergeRequest__Output>
      MergeResponse: MessageTypeDefinition<_tallystick_v1_MergeResponse, _tallystick_v1_MergeResponse__Output>
      OperationsService: SubtypeConstructor<typeof grpc.Client, _tallystick_v1_OperationsServiceClient> & { service: _tallystick_v1_OperationsServiceDefinition }
      Portion: MessageTypeDefinition<_tallystick_v1_Portion, _tallystick_v1_Portion__Output>
      Quote: MessageTypeDefinition<_tallystick_v1_Quote, _tallystick_v1_Quote__Output>
      QuoteLine: MessageTypeDefinition<_tallystick_v1_QuoteLine, _tallystick_v1_QuoteLine__Output>
      QuoteTotals: MessageTypeDefinition<_tallystick_v1_QuoteTotals, _tallystick_v1_QuoteTotals__Output>
      RefusedRule: MessageTypeDefinition<_tallystick_v1_RefusedRule, _tallystick_v1_RefusedRule__Output>
      ReverseRequest: MessageTypeDefinition<_tallystick_v1_ReverseRequest, _tallystick_v1_ReverseRequest__Output>
      ReverseResponse: MessageTypeDefinition<_tallystick_v1_ReverseResponse, _tallystick_v1_ReverseResponse__Output>
      SlipMessage: MessageTypeDefinition<_tallystick_v1_SlipMessage, _tallystick_v1_SlipMessage__Output>
      Stage: EnumTypeDefinition
      TransferRequest: MessageTypeDefinition<_tallystick_v1_TransferRequest, _tallystick_v1_TransferRequest__Output>
      TransferResponse: MessageTypeDefinition<_tallystick_v1_TransferResponse, _tallystick_v1_TransferResponse__Output>
      UnblockRequest: MessageTypeDefinition<_tallystick_v1_UnblockRequest, _tallystick_v1_UnblockRequest__Output>
      UnblockResponse: MessageTypeDefinition<_tallystick_v1_UnblockResponse, _tallystick_v1_UnblockResponse__Output>
      Why: MessageTypeDefinition<_tallystick_v1_Why, _tallystick_v1_Why__Output>
    }
  }
}

