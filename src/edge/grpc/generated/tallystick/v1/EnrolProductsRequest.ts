// Original file: proto/tallystick/v1/enrolment.proto

import type { Product as _tallystick_v1_Product, Product__Output as _tallystick_v1_Product__Output } from '../../tallystick/v1/Product.js';

export interface EnrolProductsRequest {
  'products'?: (_tallystick_v1_Product)[];
}

export interface EnrolProductsRequest__Output {
  'products': (_tallystick_v1_Product__Output)[];
}
