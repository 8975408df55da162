import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { EnrolMembersRequest as _tallystick_v1_EnrolMembersRequest, EnrolMembersRequest__Output as _tallystick_v1_EnrolMembersRequest__Output } from './tallystick/v1/EnrolMembersRequest.js';
import type { EnrolMembersResponse as _tallystick_v1_EnrolMembersResponse, EnrolMembersResponse__Output as _tallystick_v1_EnrolMembersResponse__Output } from './tallystick/v1/EnrolMembersResponse.js';
import type { EnrolProductsRequest as _tallystick_v1_EnrolProductsRequest, EnrolProductsRequest__Output as _tallystick_v1_EnrolProductsRequest__Output } from './tallystick/v1/EnrolProductsRequest.js';
import type { EnrolProductsResponse as _tallystick_v1_EnrolProductsResponse, EnrolProductsResponse__Output as _tallystick_v1_EnrolProductsResponse__Output } from './tallystick/v1/EnrolProductsResponse.js';
import type { EnrolledMember as _tallystick_v1_EnrolledMember, EnrolledMember__Output as _tallystick_v1_EnrolledMember__Output } from './tallystick/v1/EnrolledMember.js';
import type { EnrolmentServiceClient as _tallystick_v1_EnrolmentServiceClient, EnrolmentServiceDefinition as _tallystick_v1_EnrolmentServiceDefinition } from './tallystick/v1/EnrolmentService.js';
import type { NewMember as _tallystick_v1_NewMember, NewMember__Output as _tallystick_v1_NewMember__Output } from './tallystick/v1/NewMember.js';
import type { Product as _tallystick_v1_Product, Product__Output as _tallystick_v1_Product__Output } from './tallystick/v1/Product.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  tallystick: {
    v1: {
      EnrolMembersRequest: MessageTypeDefinition<_tallystick_v1_EnrolMembersRequest, _tallystick_v1_EnrolMembersRequest__Output>
      EnrolMembersResponse: MessageTypeDefinition<_tallystick_v1_EnrolMembersResponse, _tallystick_v1_EnrolMembersResponse__Output>
      EnrolProductsRequest: MessageTypeDefinition<_tallystick_v1_EnrolProductsRequest, _tallystick_v1_EnrolProductsRequest__Output>
      EnrolProductsResponse: MessageTypeDefinition<_tallystick_v1_EnrolProductsResponse, _tallystick_v1_EnrolProductsResponse__Output>
      EnrolledMember: MessageTypeDefinition<_tallystick_v1_EnrolledMember, _tallystick_v1_EnrolledMember__Output>
      EnrolmentService: SubtypeConstructor<typeof grpc.Client, _tallystick_v1_EnrolmentServiceClient> & { service: _tallystick_v1_EnrolmentServiceDefinition }
      NewMember: MessageTypeDefinition<_tallystick_v1_NewMember, _tallystick_v1_NewMember__Output>
      Product: MessageTypeDefinition<_tallystick_v1_Product, _tallystick_v1_Product__Output>
    }
  }
}

