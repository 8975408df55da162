import type { MigrationInterface } from 'typeorm';
import { Ledger1763800001000 } from './1763800001000-ledger.js';
import { Chain1763800001200 } from './1763800001200-chain.js';
import { Periods1763800001400 } from './1763800001400-periods.js';
import { Rulebook1763800002000 } from './1763800002000-rulebook.js';
import { Post1763800003000 } from './1763800003000-post.js';
import { Operations1763800004000 } from './1763800004000-operations.js';
import { Finance1763800005000 } from './1763800005000-finance.js';
import { Admin1763800006000 } from './1763800006000-admin.js';
import { UnreceiptedReturns1763900001000 } from './1763900001000-unreceipted-returns.js';
import { LiabilityDetail1763900001300 } from './1763900001300-liability-detail.js';
import { Prices1763900002000 } from './1763900002000-prices.js';
import { Members1763900004000 } from './1763900004000-members.js';
import { Simulations1763900003000 } from './1763900003000-simulations.js';
import { Scopes1763900005000 } from './1763900005000-scopes.js';
import { LeanTables1763900006000 } from './1763900006000-lean-tables.js';
import { LeanPost1763900006100 } from './1763900006100-lean-post.js';
import { Catalogue1763900007000 } from './1763900007000-catalogue.js';
import { RefusedUploads1763900008000 } from './1763900008000-refused-uploads.js';

/** Every migration, oldest first. An explicit list works the same from TypeScript under Jest and from dist. */
export const migrations: (new () => MigrationInterface)[] = [
  Ledger1763800001000,
  Chain1763800001200,
  Periods1763800001400,
  Rulebook1763800002000,
  Post1763800003000,
  Operations1763800004000,
  Finance1763800005000,
  Admin1763800006000,
  UnreceiptedReturns1763900001000,
  LiabilityDetail1763900001300,
  Prices1763900002000,
  Members1763900004000,
  Simulations1763900003000,
  Scopes1763900005000,
  LeanTables1763900006000,
  LeanPost1763900006100,
  Catalogue1763900007000,
  RefusedUploads1763900008000,
];
