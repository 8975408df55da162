import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { ApiKeyEntity } from './access/api-key.entity.js';
import { AuditEntity } from './access/audit.entity.js';
import { DraftApprovalEntity, DraftCommentEntity, DraftEntity } from './drafts/draft.entity.js';
import { PriceListEntity, PriceRevisionEntity, CsvUploadEntity } from './prices/price-list.entity.js';
import { ProductEntity } from './product.entity.js';
import { SimulationEntity } from './simulations/simulation.entity.js';
import { TerminalEntity, TerminalKeyEntity } from './terminal.entity.js';
import { VersionEntity } from './version.entity.js';

/** What administration reads and pages through. Engines and every change go by written statements. */
export const rulebookEntities = [
  VersionEntity,
  ProductEntity,
  TerminalEntity,
  TerminalKeyEntity,
  ApiKeyEntity,
  AuditEntity,
  DraftEntity,
  DraftApprovalEntity,
  DraftCommentEntity,
  SimulationEntity,
  PriceListEntity,
  PriceRevisionEntity,
  CsvUploadEntity,
];

/** TypeORM over the rulebook, the catalogue and the terminals; the caller initializes and destroys it. */
export function createRulebookSource(databaseUrl: string, more: readonly EntityTarget<ObjectLiteral>[] = []): DataSource {
  const entities = [...rulebookEntities, ...(more as (new () => object)[])];
  return new DataSource({ type: 'postgres', url: databaseUrl, entities, logging: false });
}
