// Original file: proto/tallystick/v1/offline.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReplayReceiptsRequest as _tallystick_v1_ReplayReceiptsRequest, ReplayReceiptsRequest__Output as _tallystick_v1_ReplayReceiptsRequest__Output } from '../../tallystick/v1/ReplayReceiptsRequest.js';
import type { ReplayReceiptsResponse as _tallystick_v1_ReplayReceiptsResponse, ReplayReceiptsResponse__Output as _tallystick_v1_ReplayReceiptsResponse__Output } from '../../tallystick/v1/ReplayReceiptsResponse.js';

export interface OfflineServiceClient extends grpc.Client {
  ReplayReceipts(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsResponse__Output>;
  ReplayReceipts(options?: grpc.CallOptions): grpc.ClientDuplexStream<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsResponse__Output>;
  replayReceipts(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsResponse__Output>;
  replayReceipts(options?: grpc.CallOptions): grpc.ClientDuplexStream<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsResponse__Output>;
  
}

export interface OfflineServiceHandlers extends grpc.UntypedServiceImplementation {
  ReplayReceipts: grpc.handleBidiStreamingCall<_tallystick_v1_ReplayReceiptsRequest__Output, _tallystick_v1_ReplayReceiptsResponse>;
  
}

export interface OfflineServiceDefinition extends grpc.ServiceDefinition {
  ReplayReceipts: MethodDefinition<_tallystick_v1_ReplayReceiptsRequest, _tallystick_v1_ReplayReceiptsResponse, _tallystick_v1_ReplayReceiptsRequest__Output, _tallystick_v1_ReplayReceiptsResponse__Output>
}
