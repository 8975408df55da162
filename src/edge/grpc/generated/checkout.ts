import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AppliedLine as _tallystick_v1_AppliedLine, AppliedLine__Output as _tallystick_v1_AppliedLine__Output } from './tallystick/v1/AppliedLine.js';
import type { AppliedRule as _tallystick_v1_AppliedRule, AppliedRule__Output as _tallystick_v1_AppliedRule__Output } from './tallystick/v1/AppliedRule.js';
import type { AuthorizeRequest as _tallystick_v1_AuthorizeRequest, AuthorizeRequest__Output as _tallystick_v1_AuthorizeRequest__Output } from './tallystick/v1/AuthorizeRequest.js';
import type { AuthorizeResponse as _tallystick_v1_AuthorizeResponse, AuthorizeResponse__Output as _tallystick_v1_AuthorizeResponse__Output } from './tallystick/v1/AuthorizeResponse.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from './tallystick/v1/Balance.js';
import type { Burn as _tallystick_v1_Burn, Burn__Output as _tallystick_v1_Burn__Output } from './tallystick/v1/Burn.js';
import type { CaptureRequest as _tallystick_v1_CaptureRequest, CaptureRequest__Output as _tallystick_v1_CaptureRequest__Output } from './tallystick/v1/CaptureRequest.js';
import type { CaptureResponse as _tallystick_v1_CaptureResponse, CaptureResponse__Output as _tallystick_v1_CaptureResponse__Output } from './tallystick/v1/CaptureResponse.js';
import type { CapturedTotals as _tallystick_v1_CapturedTotals, CapturedTotals__Output as _tallystick_v1_CapturedTotals__Output } from './tallystick/v1/CapturedTotals.js';
import type { CardPrice as _tallystick_v1_CardPrice, CardPrice__Output as _tallystick_v1_CardPrice__Output } from './tallystick/v1/CardPrice.js';
import type { CardPricesRequest as _tallystick_v1_CardPricesRequest, CardPricesRequest__Output as _tallystick_v1_CardPricesRequest__Output } from './tallystick/v1/CardPricesRequest.js';
import type { CardPricesResponse as _tallystick_v1_CardPricesResponse, CardPricesResponse__Output as _tallystick_v1_CardPricesResponse__Output } from './tallystick/v1/CardPricesResponse.js';
import type { CheckoutServiceClient as _tallystick_v1_CheckoutServiceClient, CheckoutServiceDefinition as _tallystick_v1_CheckoutServiceDefinition } from './tallystick/v1/CheckoutService.js';
import type { CouponAnswer as _tallystick_v1_CouponAnswer, CouponAnswer__Output as _tallystick_v1_CouponAnswer__Output } from './tallystick/v1/CouponAnswer.js';
import type { EarnForecast as _tallystick_v1_EarnForecast, EarnForecast__Output as _tallystick_v1_EarnForecast__Output } from './tallystick/v1/EarnForecast.js';
import type { GetMemberRequest as _tallystick_v1_GetMemberRequest, GetMemberRequest__Output as _tallystick_v1_GetMemberRequest__Output } from './tallystick/v1/GetMemberRequest.js';
import type { GetMemberResponse as _tallystick_v1_GetMemberResponse, GetMemberResponse__Output as _tallystick_v1_GetMemberResponse__Output } from './tallystick/v1/GetMemberResponse.js';
import type { GetSaleRequest as _tallystick_v1_GetSaleRequest, GetSaleRequest__Output as _tallystick_v1_GetSaleRequest__Output } from './tallystick/v1/GetSaleRequest.js';
import type { GetSaleResponse as _tallystick_v1_GetSaleResponse, GetSaleResponse__Output as _tallystick_v1_GetSaleResponse__Output } from './tallystick/v1/GetSaleResponse.js';
import type { Line as _tallystick_v1_Line, Line__Output as _tallystick_v1_Line__Output } from './tallystick/v1/Line.js';
import type { LineDiscount as _tallystick_v1_LineDiscount, LineDiscount__Output as _tallystick_v1_LineDiscount__Output } from './tallystick/v1/LineDiscount.js';
import type { LineQuantity as _tallystick_v1_LineQuantity, LineQuantity__Output as _tallystick_v1_LineQuantity__Output } from './tallystick/v1/LineQuantity.js';
import type { Lot as _tallystick_v1_Lot, Lot__Output as _tallystick_v1_Lot__Output } from './tallystick/v1/Lot.js';
import type { Portion as _tallystick_v1_Portion, Portion__Output as _tallystick_v1_Portion__Output } from './tallystick/v1/Portion.js';
import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from './tallystick/v1/Quote.js';
import type { QuoteLine as _tallystick_v1_QuoteLine, QuoteLine__Output as _tallystick_v1_QuoteLine__Output } from './tallystick/v1/QuoteLine.js';
import type { QuoteRequest as _tallystick_v1_QuoteRequest, QuoteRequest__Output as _tallystick_v1_QuoteRequest__Output } from './tallystick/v1/QuoteRequest.js';
import type { QuoteResponse as _tallystick_v1_QuoteResponse, QuoteResponse__Output as _tallystick_v1_QuoteResponse__Output } from './tallystick/v1/QuoteResponse.js';
import type { QuoteTotals as _tallystick_v1_QuoteTotals, QuoteTotals__Output as _tallystick_v1_QuoteTotals__Output } from './tallystick/v1/QuoteTotals.js';
import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from './tallystick/v1/Receipt.js';
import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from './tallystick/v1/ReceiptKey.js';
import type { RefusedRule as _tallystick_v1_RefusedRule, RefusedRule__Output as _tallystick_v1_RefusedRule__Output } from './tallystick/v1/RefusedRule.js';
import type { ReturnRequest as _tallystick_v1_ReturnRequest, ReturnRequest__Output as _tallystick_v1_ReturnRequest__Output } from './tallystick/v1/ReturnRequest.js';
import type { ReturnResponse as _tallystick_v1_ReturnResponse, ReturnResponse__Output as _tallystick_v1_ReturnResponse__Output } from './tallystick/v1/ReturnResponse.js';
import type { ReturnWithoutReceiptRequest as _tallystick_v1_ReturnWithoutReceiptRequest, ReturnWithoutReceiptRequest__Output as _tallystick_v1_ReturnWithoutReceiptRequest__Output } from './tallystick/v1/ReturnWithoutReceiptRequest.js';
import type { ReturnWithoutReceiptResponse as _tallystick_v1_ReturnWithoutReceiptResponse, ReturnWithoutReceiptResponse__Output as _tallystick_v1_ReturnWithoutReceiptResponse__Output } from './tallystick/v1/ReturnWithoutReceiptResponse.js';
import type { ReturnedLine as _tallystick_v1_ReturnedLine, ReturnedLine__Output as _tallystick_v1_ReturnedLine__Output } from './tallystick/v1/ReturnedLine.js';
import type { SaleRequest as _tallystick_v1_SaleRequest, SaleRequest__Output as _tallystick_v1_SaleRequest__Output } from './tallystick/v1/SaleRequest.js';
import type { SaleResponse as _tallystick_v1_SaleResponse, SaleResponse__Output as _tallystick_v1_SaleResponse__Output } from './tallystick/v1/SaleResponse.js';
import type { SlipMessage as _tallystick_v1_SlipMessage, SlipMessage__Output as _tallystick_v1_SlipMessage__Output } from './tallystick/v1/SlipMessage.js';
import type { Tender as _tallystick_v1_Tender, Tender__Output as _tallystick_v1_Tender__Output } from './tallystick/v1/Tender.js';
import type { UnreceiptedLine as _tallystick_v1_UnreceiptedLine, UnreceiptedLine__Output as _tallystick_v1_UnreceiptedLine__Output } from './tallystick/v1/UnreceiptedLine.js';
import type { UnreceiptedReturnedLine as _tallystick_v1_UnreceiptedReturnedLine, UnreceiptedReturnedLine__Output as _tallystick_v1_UnreceiptedReturnedLine__Output } from './tallystick/v1/UnreceiptedReturnedLine.js';
import type { VoidRequest as _tallystick_v1_VoidRequest, VoidRequest__Output as _tallystick_v1_VoidRequest__Output } from './tallystick/v1/VoidRequest.js';
import type { VoidResponse as _tallystick_v1_VoidResponse, VoidResponse__Output as _tallystick_v1_VoidResponse__Output } from './tallystick/v1/VoidResponse.js';
import type { Why as _tallystick_v1_Why, Why__Output as _tallystick_v1_Why__Output } from './tallystick/v1/Why.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  tallystick: {
    v1: {
      AppliedLine: MessageTypeDefinition<_tallystick_v1_AppliedLine, _tallystick_v1_AppliedLine__Output>
      AppliedRule: MessageTypeDefinition<_tallystick_v1_AppliedRule, _tallystick_v1_AppliedRule__Output>
      AuthorizeRequest: MessageTypeDefinition<_tallystick_v1_AuthorizeRequest, _tallystick_v1_AuthorizeRequest__Output>
      AuthorizeResponse: MessageTypeDefinition<_tallystick_v1_AuthorizeResponse, _tallystick_v1_AuthorizeResponse__Output>
      Balance: MessageTypeDefinition<_tallystick_v1_Balance, _tallystick_v1_Balance__Output>
      BookingOutcome: EnumTypeDefinition
      Burn: MessageTypeDefinition<_tallystick_v1_Burn, _tallystick_v1_Burn__Output>
      CaptureRequest: MessageTypeDefinition<_tallystick_v1_CaptureRequest, _tallystick_v1_CaptureRequest__Output>
      CaptureResponse: MessageTypeDefinition<_tallystick_v1_CaptureResponse, _tallystick_v1_CaptureResponse__Output>
      CapturedTotals: MessageTypeDefinition<_tallystick_v1_CapturedTotals, _tallystick_v1_CapturedTotals__Output>
      CardPrice: MessageTypeDefinition<_tallystick_v1_CardPrice, _tallystick_v1_CardPrice__Output>
      CardPricesRequest: MessageTypeDefinition<_tallystick_v1_CardPricesRequest, _tallystick_v1_CardPricesRequest__Output>
      CardPricesResponse: MessageTypeDefinition<_tallystick_v1_CardPricesResponse, _tallystick_v1_CardPricesResponse__Output>
      CheckoutService: SubtypeConstructor<typeof grpc.Client, _tallystick_v1_CheckoutServiceClient> & { service: _tallystick_v1_CheckoutServiceDefinition }
      CouponAnswer: MessageTypeDefinition<_tallystick_v1_CouponAnswer, _tallystick_v1_CouponAnswer__Output>
      EarnForecast: MessageTypeDefinition<_tallystick_v1_EarnForecast, _tallystick_v1_EarnForecast__Output>
      GetMemberRequest: MessageTypeDefinition<_tallystick_v1_GetMemberRequest, _tallystick_v1_GetMemberRequest__Output>
      GetMemberResponse: MessageTypeDefinition<_tallystick_v1_GetMemberResponse, _tallystick_v1_GetMemberResponse__Output>
      GetSaleRequest: MessageTypeDefinition<_tallystick_v1_GetSaleRequest, _tallystick_v1_GetSaleRequest__Output>
      GetSaleResponse: MessageTypeDefinition<_tallystick_v1_GetSaleResponse, _tallystick_v1_GetSaleResponse__Output>
      Line: MessageTypeDefinition<_tallystick_v1_Line, _tallystick_v1_Line__Output>
      LineDiscount: MessageTypeDefinition<_tallystick_v1_LineDiscount, _tallystick_v1_LineDiscount__Output>
      LineQuantity: MessageTypeDefinition<_tallystick_v1_LineQuantity, _tallystick_v1_LineQuantity__Output>
      Lot: MessageTypeDefinition<_tallystick_v1_Lot, _tallystick_v1_Lot__Output>
      Portion: MessageTypeDefinition<_tallystick_v1_Portion, _tallystick_v1_Portion__Output>
      Quote: MessageTypeDefinition<_tallystick_v1_Quote, _tallystick_v1_Quote__Output>
      QuoteLine: MessageTypeDefinition<_tallystick_v1_QuoteLine, _tallystick_v1_QuoteLine__Output>
      QuoteRequest: MessageTypeDefinition<_tallystick_v1_QuoteRequest, _tallystick_v1_QuoteRequest__Output>
      QuoteResponse: MessageTypeDefinition<_tallystick_v1_QuoteResponse, _tallystick_v1_QuoteResponse__Output>
      QuoteTotals: MessageTypeDefinition<_tallystick_v1_QuoteTotals, _tallystick_v1_QuoteTotals__Output>
      Receipt: MessageTypeDefinition<_tallystick_v1_Receipt, _tallystick_v1_Receipt__Output>
      ReceiptKey: MessageTypeDefinition<_tallystick_v1_ReceiptKey, _tallystick_v1_ReceiptKey__Output>
      RefusedRule: MessageTypeDefinition<_tallystick_v1_RefusedRule, _tallystick_v1_RefusedRule__Output>
      ReturnRequest: MessageTypeDefinition<_tallystick_v1_ReturnRequest, _tallystick_v1_ReturnRequest__Output>
      ReturnResponse: MessageTypeDefinition<_tallystick_v1_ReturnResponse, _tallystick_v1_ReturnResponse__Output>
      ReturnWithoutReceiptRequest: MessageTypeDefinition<_tallystick_v1_ReturnWithoutReceiptRequest, _tallystick_v1_ReturnWithoutReceiptRequest__Output>
      ReturnWithoutReceiptResponse: MessageTypeDefinition<_tallystick_v1_ReturnWithoutReceiptResponse, _tallystick_v1_ReturnWithoutReceiptResponse__Output>
      ReturnedLine: MessageTypeDefinition<_tallystick_v1_ReturnedLine, _tallystick_v1_ReturnedLine__Output>
      SaleRequest: MessageTypeDefinition<_tallystick_v1_SaleRequest, _tallystick_v1_SaleRequest__Output>
      SaleResponse: MessageTypeDefinition<_tallystick_v1_SaleResponse, _tallystick_v1_SaleResponse__Output>
      SaleStatus: EnumTypeDefinition
      ShortfallPolicy: EnumTypeDefinition
      SlipMessage: MessageTypeDefinition<_tallystick_v1_SlipMessage, _tallystick_v1_SlipMessage__Output>
      Stage: EnumTypeDefinition
      Tender: MessageTypeDefinition<_tallystick_v1_Tender, _tallystick_v1_Tender__Output>
      UnreceiptedLine: MessageTypeDefinition<_tallystick_v1_UnreceiptedLine, _tallystick_v1_UnreceiptedLine__Output>
      UnreceiptedReturnedLine: MessageTypeDefinition<_tallystick_v1_UnreceiptedReturnedLine, _tallystick_v1_UnreceiptedReturnedLine__Output>
      VoidRequest: MessageTypeDefinition<_tallystick_v1_VoidRequest, _tallystick_v1_VoidRequest__Output>
      VoidResponse: MessageTypeDefinition<_tallystick_v1_VoidResponse, _tallystick_v1_VoidResponse__Output>
      Why: MessageTypeDefinition<_tallystick_v1_Why, _tallystick_v1_Why__Output>
    }
  }
}

