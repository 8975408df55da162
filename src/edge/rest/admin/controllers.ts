import type { Type } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { KeysController } from './keys.controller.js';

/** Every controller of administration. */
export const adminControllers: Type<unknown>[] = [KeysController, AuditController];
