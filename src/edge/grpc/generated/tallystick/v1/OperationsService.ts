// Original file: proto/tallystick/v1/operations.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AdjustRequest as _tallystick_v1_AdjustRequest, AdjustRequest__Output as _tallystick_v1_AdjustRequest__Output } from '../../tallystick/v1/AdjustRequest.js';
import type { AdjustResponse as _tallystick_v1_AdjustResponse, AdjustResponse__Output as _tallystick_v1_AdjustResponse__Output } from '../../tallystick/v1/AdjustResponse.js';
import type { BlockRequest as _tallystick_v1_BlockRequest, BlockRequest__Output as _tallystick_v1_BlockRequest__Output } from '../../tallystick/v1/BlockRequest.js';
import type { BlockResponse as _tallystick_v1_BlockResponse, BlockResponse__Output as _tallystick_v1_BlockResponse__Output } from '../../tallystick/v1/BlockResponse.js';
import type { EraseRequest as _tallystick_v1_EraseRequest, EraseRequest__Output as _tallystick_v1_EraseRequest__Output } from '../../tallystick/v1/EraseRequest.js';
import type { EraseResponse as _tallystick_v1_EraseResponse, EraseResponse__Output as _tallystick_v1_EraseResponse__Output } from '../../tallystick/v1/EraseResponse.js';
import type { ExpiringPointsRequest as _tallystick_v1_ExpiringPointsRequest, ExpiringPointsRequest__Output as _tallystick_v1_ExpiringPointsRequest__Output } from '../../tallystick/v1/ExpiringPointsRequest.js';
import type { ExpiringPointsResponse as _tallystick_v1_ExpiringPointsResponse, ExpiringPointsResponse__Output as _tallystick_v1_ExpiringPointsResponse__Output } from '../../tallystick/v1/ExpiringPointsResponse.js';
import type { GrantRequest as _tallystick_v1_GrantRequest, GrantRequest__Output as _tallystick_v1_GrantRequest__Output } from '../../tallystick/v1/GrantRequest.js';
import type { GrantResponse as _tallystick_v1_GrantResponse, GrantResponse__Output as _tallystick_v1_GrantResponse__Output } from '../../tallystick/v1/GrantResponse.js';
import type { MergeRequest as _tallystick_v1_MergeRequest, MergeRequest__Output as _tallystick_v1_MergeRequest__Output } from '../../tallystick/v1/MergeRequest.js';
import type { MergeResponse as _tallystick_v1_MergeResponse, MergeResponse__Output as _tallystick_v1_MergeResponse__Output } from '../../tallystick/v1/MergeResponse.js';
import type { ReverseRequest as _tallystick_v1_ReverseRequest, ReverseRequest__Output as _tallystick_v1_ReverseRequest__Output } from '../../tallystick/v1/ReverseRequest.js';
import type { ReverseResponse as _tallystick_v1_ReverseResponse, ReverseResponse__Output as _tallystick_v1_ReverseResponse__Output } from '../../tallystick/v1/ReverseResponse.js';
import type { TransferRequest as _tallystick_v1_TransferRequest, TransferRequest__Output as _tallystick_v1_TransferRequest__Output } from '../../tallystick/v1/TransferRequest.js';
import type { TransferResponse as _tallystick_v1_TransferResponse, TransferResponse__Output as _tallystick_v1_TransferResponse__Output } from '../../tallystick/v1/TransferResponse.js';
import type { UnblockRequest as _tallystick_v1_UnblockRequest, UnblockRequest__Output as _tallystick_v1_UnblockRequest__Output } from '../../tallystick/v1/UnblockRequest.js';
import type { UnblockResponse as _tallystick_v1_UnblockResponse, UnblockResponse__Output as _tallystick_v1_UnblockResponse__Output } from '../../tallystick/v1/UnblockResponse.js';

export interface OperationsServiceClient extends grpc.Client {
  Adjust(argument: _tallystick_v1_AdjustRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  Adjust(argument: _tallystick_v1_AdjustRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  Adjust(argument: _tallystick_v1_AdjustRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  Adjust(argument: _tallystick_v1_AdjustRequest, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  adjust(argument: _tallystick_v1_AdjustRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  adjust(argument: _tallystick_v1_AdjustRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  adjust(argument: _tallystick_v1_AdjustRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  adjust(argument: _tallystick_v1_AdjustRequest, callback: grpc.requestCallback<_tallystick_v1_AdjustResponse__Output>): grpc.ClientUnaryCall;
  
  Block(argument: _tallystick_v1_BlockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  Block(argument: _tallystick_v1_BlockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  Block(argument: _tallystick_v1_BlockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  Block(argument: _tallystick_v1_BlockRequest, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  block(argument: _tallystick_v1_BlockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  block(argument: _tallystick_v1_BlockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  block(argument: _tallystick_v1_BlockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  block(argument: _tallystick_v1_BlockRequest, callback: grpc.requestCallback<_tallystick_v1_BlockResponse__Output>): grpc.ClientUnaryCall;
  
  Erase(argument: _tallystick_v1_EraseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  Erase(argument: _tallystick_v1_EraseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  Erase(argument: _tallystick_v1_EraseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  Erase(argument: _tallystick_v1_EraseRequest, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  erase(argument: _tallystick_v1_EraseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  erase(argument: _tallystick_v1_EraseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  erase(argument: _tallystick_v1_EraseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  erase(argument: _tallystick_v1_EraseRequest, callback: grpc.requestCallback<_tallystick_v1_EraseResponse__Output>): grpc.ClientUnaryCall;
  
  ExpiringPoints(argument: _tallystick_v1_ExpiringPointsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_tallystick_v1_ExpiringPointsResponse__Output>;
  ExpiringPoints(argument: _tallystick_v1_ExpiringPointsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_tallystick_v1_ExpiringPointsResponse__Output>;
  expiringPoints(argument: _tallystick_v1_ExpiringPointsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_tallystick_v1_ExpiringPointsResponse__Output>;
  expiringPoints(argument: _tallystick_v1_ExpiringPointsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_tallystick_v1_ExpiringPointsResponse__Output>;
  
  Grant(argument: _tallystick_v1_GrantRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  Grant(argument: _tallystick_v1_GrantRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  Grant(argument: _tallystick_v1_GrantRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  Grant(argument: _tallystick_v1_GrantRequest, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  grant(argument: _tallystick_v1_GrantRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  grant(argument: _tallystick_v1_GrantRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  grant(argument: _tallystick_v1_GrantRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  grant(argument: _tallystick_v1_GrantRequest, callback: grpc.requestCallback<_tallystick_v1_GrantResponse__Output>): grpc.ClientUnaryCall;
  
  Merge(argument: _tallystick_v1_MergeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  Merge(argument: _tallystick_v1_MergeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  Merge(argument: _tallystick_v1_MergeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  Merge(argument: _tallystick_v1_MergeRequest, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  merge(argument: _tallystick_v1_MergeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  merge(argument: _tallystick_v1_MergeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  merge(argument: _tallystick_v1_MergeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  merge(argument: _tallystick_v1_MergeRequest, callback: grpc.requestCallback<_tallystick_v1_MergeResponse__Output>): grpc.ClientUnaryCall;
  
  Reverse(argument: _tallystick_v1_ReverseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  Reverse(argument: _tallystick_v1_ReverseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  Reverse(argument: _tallystick_v1_ReverseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  Reverse(argument: _tallystick_v1_ReverseRequest, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  reverse(argument: _tallystick_v1_ReverseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  reverse(argument: _tallystick_v1_ReverseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  reverse(argument: _tallystick_v1_ReverseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  reverse(argument: _tallystick_v1_ReverseRequest, callback: grpc.requestCallback<_tallystick_v1_ReverseResponse__Output>): grpc.ClientUnaryCall;
  
  Transfer(argument: _tallystick_v1_TransferRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  Transfer(argument: _tallystick_v1_TransferRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  Transfer(argument: _tallystick_v1_TransferRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  Transfer(argument: _tallystick_v1_TransferRequest, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  transfer(argument: _tallystick_v1_TransferRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  transfer(argument: _tallystick_v1_TransferRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  transfer(argument: _tallystick_v1_TransferRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  transfer(argument: _tallystick_v1_TransferRequest, callback: grpc.requestCallback<_tallystick_v1_TransferResponse__Output>): grpc.ClientUnaryCall;
  
  Unblock(argument: _tallystick_v1_UnblockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  Unblock(argument: _tallystick_v1_UnblockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  Unblock(argument: _tallystick_v1_UnblockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  Unblock(argument: _tallystick_v1_UnblockRequest, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  unblock(argument: _tallystick_v1_UnblockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  unblock(argument: _tallystick_v1_UnblockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  unblock(argument: _tallystick_v1_UnblockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  unblock(argument: _tallystick_v1_UnblockRequest, callback: grpc.requestCallback<_tallystick_v1_UnblockResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface OperationsServiceHandlers extends grpc.UntypedServiceImplementation {
  Adjust: grpc.handleUnaryCall<_tallystick_v1_AdjustRequest__Output, _tallystick_v1_AdjustResponse>;
  
  Block: grpc.handleUnaryCall<_tallystick_v1_BlockRequest__Output, _tallystick_v1_BlockResponse>;
  
  Erase: grpc.handleUnaryCall<_tallystick_v1_EraseRequest__Output, _tallystick_v1_EraseResponse>;
  
  ExpiringPoints: grpc.handleServerStreamingCall<_tallystick_v1_ExpiringPointsRequest__Output, _tallystick_v1_ExpiringPointsResponse>;
  
  Grant: grpc.handleUnaryCall<_tallystick_v1_GrantRequest__Output, _tallystick_v1_GrantResponse>;
  
  Merge: grpc.handleUnaryCall<_tallystick_v1_MergeRequest__Output, _tallystick_v1_MergeResponse>;
  
  Reverse: grpc.handleUnaryCall<_tallystick_v1_ReverseRequest__Output, _tallystick_v1_ReverseResponse>;
  
  Transfer: grpc.handleUnaryCall<_tallystick_v1_TransferRequest__Output, _tallystick_v1_TransferResponse>;
  
  Unblock: grpc.handleUnaryCall<_tallystick_v1_UnblockRequest__Output, _tallystick_v1_UnblockResponse>;
  
}

export interface OperationsServiceDefinition extends grpc.ServiceDefinition {
  Adjust: MethodDefinition<_tallystick_v1_AdjustRequest, _tallystick_v1_AdjustResponse, _tallystick_v1_AdjustRequest__Output, _tallystick_v1_AdjustResponse__Output>
  Block: MethodDefinition<_tallystick_v1_BlockRequest, _tallystick_v1_BlockResponse, _tallystick_v1_BlockRequest__Output, _tallystick_v1_BlockResponse__Output>
  Erase: MethodDefinition<_tallystick_v1_EraseRequest, _tallystick_v1_EraseResponse, _tallystick_v1_EraseRequest__Output, _tallystick_v1_EraseResponse__Output>
  ExpiringPoints: MethodDefinition<_tallystick_v1_ExpiringPointsRequest, _tallystick_v1_ExpiringPointsResponse, _tallystick_v1_ExpiringPointsRequest__Output, _tallystick_v1_ExpiringPointsResponse__Output>
  Grant: MethodDefinition<_tallystick_v1_GrantRequest, _tallystick_v1_GrantResponse, _tallystick_v1_GrantRequest__Output, _tallystick_v1_GrantResponse__Output>
  Merge: MethodDefinition<_tallystick_v1_MergeRequest, _tallystick_v1_MergeResponse, _tallystick_v1_MergeRequest__Output, _tallystick_v1_MergeResponse__Output>
  Reverse: MethodDefinition<_tallystick_v1_ReverseRequest, _tallystick_v1_ReverseResponse, _tallystick_v1_ReverseRequest__Output, _tallystick_v1_ReverseResponse__Output>
  Transfer: MethodDefinition<_tallystick_v1_TransferRequest, _tallystick_v1_TransferResponse, _tallystick_v1_TransferRequest__Output, _tallystick_v1_TransferResponse__Output>
  Unblock: MethodDefinition<_tallystick_v1_UnblockRequest, _tallystick_v1_UnblockResponse, _tallystick_v1_UnblockRequest__Output, _tallystick_v1_UnblockResponse__Output>
}
