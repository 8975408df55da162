import type { Type } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { DraftPartsController } from './draft-parts.controller.js';
import { DraftsController } from './drafts.controller.js';
import { KeysController } from './keys.controller.js';
import { PublishingController } from './publishing.controller.js';
import { SalesController } from './sales.controller.js';
import { TryController } from './try.controller.js';
import { VersionsController } from './versions.controller.js';

/** Every controller of administration. */
export const adminControllers: Type<unknown>[] = [
  KeysController,
  AuditController,
  DraftsController,
  DraftPartsController,
  PublishingController,
  VersionsController,
  TryController,
  SalesController,
];
