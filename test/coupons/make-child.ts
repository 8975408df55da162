/** Makes codes until it is killed or nothing is left: `node … make-child.ts DATABASE_URL`; says a dot for each chunk it committed. */
import { Pool } from 'pg';
import { makeChunk } from '../../src/coupons/make-chunk.js';

const db = new Pool({ connectionString: process.argv[2], max: 2 });
const worker = async (): Promise<void> => {
  while ((await makeChunk(db, 500)) !== null) process.stdout.write('.');
};
await Promise.all([worker(), worker()]);
await db.end();
