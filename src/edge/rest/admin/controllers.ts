import type { Type } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { CouponBatchesController } from './coupon-batches.controller.js';
import { CouponSeriesController } from './coupon-series.controller.js';
import { CouponsController } from './coupons.controller.js';
import { CatalogueController } from './catalogue.controller.js';
import { CategoriesController } from './categories.controller.js';
import { CsvUploadsController } from './csv-uploads.controller.js';
import { DraftPartsController } from './draft-parts.controller.js';
import { DraftsController } from './drafts.controller.js';
import { KeysController } from './keys.controller.js';
import { MemberCardsController } from './member-cards.controller.js';
import { MembersController } from './members.controller.js';
import { OperationsController } from './operations.controller.js';
import { PriceListsController } from './price-lists.controller.js';
import { PriceLookUpController } from './price-look-up.controller.js';
import { ProductsController } from './products.controller.js';
import { PublishingController } from './publishing.controller.js';
import { SalesController } from './sales.controller.js';
import { TerminalsController } from './terminals.controller.js';
import { SimulationsController } from './simulations.controller.js';
import { TryController } from './try.controller.js';
import { UploadsController } from './uploads.controller.js';
import { VersionsController } from './versions.controller.js';

/** Every controller of administration. */
export const adminControllers: Type<unknown>[] = [
  KeysController,
  TerminalsController,
  AuditController,
  DraftsController,
  DraftPartsController,
  PublishingController,
  VersionsController,
  TryController,
  SalesController,
  CouponSeriesController,
  CouponBatchesController,
  CouponsController,
  UploadsController,
  MembersController,
  MemberCardsController,
  OperationsController,
  SimulationsController,
  PriceListsController,
  PriceLookUpController,
  ProductsController,
  CategoriesController,
  CatalogueController,
  CsvUploadsController,
];
