// Original file: proto/tallystick/v1/checkout.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AuthorizeRequest as _tallystick_v1_AuthorizeRequest, AuthorizeRequest__Output as _tallystick_v1_AuthorizeRequest__Output } from '../../tallystick/v1/AuthorizeRequest.js';
import type { AuthorizeResponse as _tallystick_v1_AuthorizeResponse, AuthorizeResponse__Output as _tallystick_v1_AuthorizeResponse__Output } from '../../tallystick/v1/AuthorizeResponse.js';
import type { CaptureRequest as _tallystick_v1_CaptureRequest, CaptureRequest__Output as _tallystick_v1_CaptureRequest__Output } from '../../tallystick/v1/CaptureRequest.js';
import type { CaptureResponse as _tallystick_v1_CaptureResponse, CaptureResponse__Output as _tallystick_v1_CaptureResponse__Output } from '../../tallystick/v1/CaptureResponse.js';
import type { CardPricesRequest as _tallystick_v1_CardPricesRequest, CardPricesRequest__Output as _tallystick_v1_CardPricesRequest__Output } from '../../tallystick/v1/CardPricesRequest.js';
import type { CardPricesResponse as _tallystick_v1_CardPricesResponse, CardPricesResponse__Output as _tallystick_v1_CardPricesResponse__Output } from '../../tallystick/v1/CardPricesResponse.js';
import type { GetMemberRequest as _tallystick_v1_GetMemberRequest, GetMemberRequest__Output as _tallystick_v1_GetMemberRequest__Output } from '../../tallystick/v1/GetMemberRequest.js';
import type { GetMemberResponse as _tallystick_v1_GetMemberResponse, GetMemberResponse__Output as _tallystick_v1_GetMemberResponse__Output } from '../../tallystick/v1/GetMemberResponse.js';
import type { GetSaleRequest as _tallystick_v1_GetSaleRequest, GetSaleRequest__Output as _tallystick_v1_GetSaleRequest__Output } from '../../tallystick/v1/GetSaleRequest.js';
import type { GetSaleResponse as _tallystick_v1_GetSaleResponse, GetSaleResponse__Output as _tallystick_v1_GetSaleResponse__Output } from '../../tallystick/v1/GetSaleResponse.js';
import type { QuoteRequest as _tallystick_v1_QuoteRequest, QuoteRequest__Output as _tallystick_v1_QuoteRequest__Output } from '../../tallystick/v1/QuoteRequest.js';
import type { QuoteResponse as _tallystick_v1_QuoteResponse, QuoteResponse__Output as _tallystick_v1_QuoteResponse__Output } from '../../tallystick/v1/QuoteResponse.js';
import type { ReturnRequest as _tallystick_v1_ReturnRequest, ReturnRequest__Output as _tallystick_v1_ReturnRequest__Output } from '../../tallystick/v1/ReturnRequest.js';
import type { ReturnResponse as _tallystick_v1_ReturnResponse, ReturnResponse__Output as _tallystick_v1_ReturnResponse__Output } from '../../tallystick/v1/ReturnResponse.js';
import type { ReturnWithoutReceiptRequest as _tallystick_v1_ReturnWithoutReceiptRequest, ReturnWithoutReceiptRequest__Output as _tallystick_v1_ReturnWithoutReceiptRequest__Output } from '../../tallystick/v1/ReturnWithoutReceiptRequest.js';
import type { ReturnWithoutReceiptResponse as _tallystick_v1_ReturnWithoutReceiptResponse, ReturnWithoutReceiptResponse__Output as _tallystick_v1_ReturnWithoutReceiptResponse__Output } from '../../tallystick/v1/ReturnWithoutReceiptResponse.js';
import type { SaleRequest as _tallystick_v1_SaleRequest, SaleRequest__Output as _tallystick_v1_SaleRequest__Output } from '../../tallystick/v1/SaleRequest.js';
import type { SaleResponse as _tallystick_v1_SaleResponse, SaleResponse__Output as _tallystick_v1_SaleResponse__Output } from '../../tallystick/v1/SaleResponse.js';
import type { VoidRequest as _tallystick_v1_VoidRequest, VoidRequest__Output as _tallystick_v1_VoidRequest__Output } from '../../tallystick/v1/VoidRequest.js';
import type { VoidResponse as _tallystick_v1_VoidResponse, VoidResponse__Output as _tallystick_v1_VoidResponse__Output } from '../../tallystick/v1/VoidResponse.js';

export interface CheckoutServiceClient extends grpc.Client {
  Authorize(argument: _tallystick_v1_AuthorizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  Authorize(argument: _tallystick_v1_AuthorizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  Authorize(argument: _tallystick_v1_AuthorizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  Authorize(argument: _tallystick_v1_AuthorizeRequest, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  authorize(argument: _tallystick_v1_AuthorizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  authorize(argument: _tallystick_v1_AuthorizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  authorize(argument: _tallystick_v1_AuthorizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  authorize(argument: _tallystick_v1_AuthorizeRequest, callback: grpc.requestCallback<_tallystick_v1_AuthorizeResponse__Output>): grpc.ClientUnaryCall;
  
  Capture(argument: _tallystick_v1_CaptureRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  Capture(argument: _tallystick_v1_CaptureRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  Capture(argument: _tallystick_v1_CaptureRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  Capture(argument: _tallystick_v1_CaptureRequest, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  capture(argument: _tallystick_v1_CaptureRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  capture(argument: _tallystick_v1_CaptureRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  capture(argument: _tallystick_v1_CaptureRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  capture(argument: _tallystick_v1_CaptureRequest, callback: grpc.requestCallback<_tallystick_v1_CaptureResponse__Output>): grpc.ClientUnaryCall;
  
  CardPrices(argument: _tallystick_v1_CardPricesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  CardPrices(argument: _tallystick_v1_CardPricesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  CardPrices(argument: _tallystick_v1_CardPricesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  CardPrices(argument: _tallystick_v1_CardPricesRequest, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  cardPrices(argument: _tallystick_v1_CardPricesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  cardPrices(argument: _tallystick_v1_CardPricesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  cardPrices(argument: _tallystick_v1_CardPricesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  cardPrices(argument: _tallystick_v1_CardPricesRequest, callback: grpc.requestCallback<_tallystick_v1_CardPricesResponse__Output>): grpc.ClientUnaryCall;
  
  GetMember(argument: _tallystick_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _tallystick_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _tallystick_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _tallystick_v1_GetMemberRequest, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _tallystick_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _tallystick_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _tallystick_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _tallystick_v1_GetMemberRequest, callback: grpc.requestCallback<_tallystick_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  
  GetSale(argument: _tallystick_v1_GetSaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  GetSale(argument: _tallystick_v1_GetSaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  GetSale(argument: _tallystick_v1_GetSaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  GetSale(argument: _tallystick_v1_GetSaleRequest, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  getSale(argument: _tallystick_v1_GetSaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  getSale(argument: _tallystick_v1_GetSaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  getSale(argument: _tallystick_v1_GetSaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  getSale(argument: _tallystick_v1_GetSaleRequest, callback: grpc.requestCallback<_tallystick_v1_GetSaleResponse__Output>): grpc.ClientUnaryCall;
  
  Quote(argument: _tallystick_v1_QuoteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _tallystick_v1_QuoteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _tallystick_v1_QuoteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  Quote(argument: _tallystick_v1_QuoteRequest, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _tallystick_v1_QuoteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _tallystick_v1_QuoteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _tallystick_v1_QuoteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  quote(argument: _tallystick_v1_QuoteRequest, callback: grpc.requestCallback<_tallystick_v1_QuoteResponse__Output>): grpc.ClientUnaryCall;
  
  Return(argument: _tallystick_v1_ReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  Return(argument: _tallystick_v1_ReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  Return(argument: _tallystick_v1_ReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  Return(argument: _tallystick_v1_ReturnRequest, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  return(argument: _tallystick_v1_ReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  return(argument: _tallystick_v1_ReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  return(argument: _tallystick_v1_ReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  return(argument: _tallystick_v1_ReturnRequest, callback: grpc.requestCallback<_tallystick_v1_ReturnResponse__Output>): grpc.ClientUnaryCall;
  
  ReturnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  ReturnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  ReturnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  ReturnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  returnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  returnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  returnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  returnWithoutReceipt(argument: _tallystick_v1_ReturnWithoutReceiptRequest, callback: grpc.requestCallback<_tallystick_v1_ReturnWithoutReceiptResponse__Output>): grpc.ClientUnaryCall;
  
  Sale(argument: _tallystick_v1_SaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  Sale(argument: _tallystick_v1_SaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  Sale(argument: _tallystick_v1_SaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  Sale(argument: _tallystick_v1_SaleRequest, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  sale(argument: _tallystick_v1_SaleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  sale(argument: _tallystick_v1_SaleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  sale(argument: _tallystick_v1_SaleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  sale(argument: _tallystick_v1_SaleRequest, callback: grpc.requestCallback<_tallystick_v1_SaleResponse__Output>): grpc.ClientUnaryCall;
  
  Void(argument: _tallystick_v1_VoidRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  Void(argument: _tallystick_v1_VoidRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  Void(argument: _tallystick_v1_VoidRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  Void(argument: _tallystick_v1_VoidRequest, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  void(argument: _tallystick_v1_VoidRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  void(argument: _tallystick_v1_VoidRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  void(argument: _tallystick_v1_VoidRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  void(argument: _tallystick_v1_VoidRequest, callback: grpc.requestCallback<_tallystick_v1_VoidResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface CheckoutServiceHandlers extends grpc.UntypedServiceImplementation {
  Authorize: grpc.handleUnaryCall<_tallystick_v1_AuthorizeRequest__Output, _tallystick_v1_AuthorizeResponse>;
  
  Capture: grpc.handleUnaryCall<_tallystick_v1_CaptureRequest__Output, _tallystick_v1_CaptureResponse>;
  
  CardPrices: grpc.handleUnaryCall<_tallystick_v1_CardPricesRequest__Output, _tallystick_v1_CardPricesResponse>;
  
  GetMember: grpc.handleUnaryCall<_tallystick_v1_GetMemberRequest__Output, _tallystick_v1_GetMemberResponse>;
  
  GetSale: grpc.handleUnaryCall<_tallystick_v1_GetSaleRequest__Output, _tallystick_v1_GetSaleResponse>;
  
  Quote: grpc.handleUnaryCall<_tallystick_v1_QuoteRequest__Output, _tallystick_v1_QuoteResponse>;
  
  Return: grpc.handleUnaryCall<_tallystick_v1_ReturnRequest__Output, _tallystick_v1_ReturnResponse>;
  
  ReturnWithoutReceipt: grpc.handleUnaryCall<_tallystick_v1_ReturnWithoutReceiptRequest__Output, _tallystick_v1_ReturnWithoutReceiptResponse>;
  
  Sale: grpc.handleUnaryCall<_tallystick_v1_SaleRequest__Output, _tallystick_v1_SaleResponse>;
  
  Void: grpc.handleUnaryCall<_tallystick_v1_VoidRequest__Output, _tallystick_v1_VoidResponse>;
  
}

export interface CheckoutServiceDefinition extends grpc.ServiceDefinition {
  Authorize: MethodDefinition<_tallystick_v1_AuthorizeRequest, _tallystick_v1_AuthorizeResponse, _tallystick_v1_AuthorizeRequest__Output, _tallystick_v1_AuthorizeResponse__Output>
  Capture: MethodDefinition<_tallystick_v1_CaptureRequest, _tallystick_v1_CaptureResponse, _tallystick_v1_CaptureRequest__Output, _tallystick_v1_CaptureResponse__Output>
  CardPrices: MethodDefinition<_tallystick_v1_CardPricesRequest, _tallystick_v1_CardPricesResponse, _tallystick_v1_CardPricesRequest__Output, _tallystick_v1_CardPricesResponse__Output>
  GetMember: MethodDefinition<_tallystick_v1_GetMemberRequest, _tallystick_v1_GetMemberResponse, _tallystick_v1_GetMemberRequest__Output, _tallystick_v1_GetMemberResponse__Output>
  GetSale: MethodDefinition<_tallystick_v1_GetSaleRequest, _tallystick_v1_GetSaleResponse, _tallystick_v1_GetSaleRequest__Output, _tallystick_v1_GetSaleResponse__Output>
  Quote: MethodDefinition<_tallystick_v1_QuoteRequest, _tallystick_v1_QuoteResponse, _tallystick_v1_QuoteRequest__Output, _tallystick_v1_QuoteResponse__Output>
  Return: MethodDefinition<_tallystick_v1_ReturnRequest, _tallystick_v1_ReturnResponse, _tallystick_v1_ReturnRequest__Output, _tallystick_v1_ReturnResponse__Output>
  ReturnWithoutReceipt: MethodDefinition<_tallystick_v1_ReturnWithoutReceiptRequest, _tallystick_v1_ReturnWithoutReceiptResponse, _tallystick_v1_ReturnWithoutReceiptRequest__Output, _tallystick_v1_ReturnWithoutReceiptResponse__Output>
  Sale: MethodDefinition<_tallystick_v1_SaleRequest, _tallystick_v1_SaleResponse, _tallystick_v1_SaleRequest__Output, _tallystick_v1_SaleResponse__Output>
  Void: MethodDefinition<_tallystick_v1_VoidRequest, _tallystick_v1_VoidResponse, _tallystick_v1_VoidRequest__Output, _tallystick_v1_VoidResponse__Output>
}
