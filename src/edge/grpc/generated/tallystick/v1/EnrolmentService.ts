// Original file: proto/tallystick/v1/enrolment.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EnrolMembersRequest as _tallystick_v1_EnrolMembersRequest, EnrolMembersRequest__Output as _tallystick_v1_EnrolMembersRequest__Output } from '../../tallystick/v1/EnrolMembersRequest.js';
import type { EnrolMembersResponse as _tallystick_v1_EnrolMembersResponse, EnrolMembersResponse__Output as _tallystick_v1_EnrolMembersResponse__Output } from '../../tallystick/v1/EnrolMembersResponse.js';
import type { EnrolProductsRequest as _tallystick_v1_EnrolProductsRequest, EnrolProductsRequest__Output as _tallystick_v1_EnrolProductsRequest__Output } from '../../tallystick/v1/EnrolProductsRequest.js';
import type { EnrolProductsResponse as _tallystick_v1_EnrolProductsResponse, EnrolProductsResponse__Output as _tallystick_v1_EnrolProductsResponse__Output } from '../../tallystick/v1/EnrolProductsResponse.js';

export interface EnrolmentServiceClient extends grpc.Client {
  EnrolMembers(argument: _tallystick_v1_EnrolMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  EnrolMembers(argument: _tallystick_v1_EnrolMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  EnrolMembers(argument: _tallystick_v1_EnrolMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  EnrolMembers(argument: _tallystick_v1_EnrolMembersRequest, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  enrolMembers(argument: _tallystick_v1_EnrolMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  enrolMembers(argument: _tallystick_v1_EnrolMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  enrolMembers(argument: _tallystick_v1_EnrolMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  enrolMembers(argument: _tallystick_v1_EnrolMembersRequest, callback: grpc.requestCallback<_tallystick_v1_EnrolMembersResponse__Output>): grpc.ClientUnaryCall;
  
  EnrolProducts(argument: _tallystick_v1_EnrolProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  EnrolProducts(argument: _tallystick_v1_EnrolProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  EnrolProducts(argument: _tallystick_v1_EnrolProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  EnrolProducts(argument: _tallystick_v1_EnrolProductsRequest, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  enrolProducts(argument: _tallystick_v1_EnrolProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  enrolProducts(argument: _tallystick_v1_EnrolProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  enrolProducts(argument: _tallystick_v1_EnrolProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  enrolProducts(argument: _tallystick_v1_EnrolProductsRequest, callback: grpc.requestCallback<_tallystick_v1_EnrolProductsResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface EnrolmentServiceHandlers extends grpc.UntypedServiceImplementation {
  EnrolMembers: grpc.handleUnaryCall<_tallystick_v1_EnrolMembersRequest__Output, _tallystick_v1_EnrolMembersResponse>;
  
  EnrolProducts: grpc.handleUnaryCall<_tallystick_v1_EnrolProductsRequest__Output, _tallystick_v1_EnrolProductsResponse>;
  
}

export interface EnrolmentServiceDefinition extends grpc.ServiceDefinition {
  EnrolMembers: MethodDefinition<_tallystick_v1_EnrolMembersRequest, _tallystick_v1_EnrolMembersResponse, _tallystick_v1_EnrolMembersRequest__Output, _tallystick_v1_EnrolMembersResponse__Output>
  EnrolProducts: MethodDefinition<_tallystick_v1_EnrolProductsRequest, _tallystick_v1_EnrolProductsResponse, _tallystick_v1_EnrolProductsRequest__Output, _tallystick_v1_EnrolProductsResponse__Output>
}
