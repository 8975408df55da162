/** The short form of `npm run months`: the beginnings of the first three months of a file of real receipts, where there is one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFile } from '../golden/shared-file.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { judge } from './months/judge.js';
import { replayMonths } from './months/replay-months.js';

const FILE = sharedFile('MONTHS_FILE', 'data/uci-online-retail.ndjson.gz');
const folder = mkdtempSync(join(tmpdir(), 'tallystick-months-'));
let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

(FILE === null ? it.skip : it)(
  FILE === null
    ? 'months of real receipts: skipped, for there is no file; name one in MONTHS_FILE'
    : 'replays real receipts month by month, closing each',
  async () => {
    const size = { monthsMax: 3, documentsMax: 220 };
    const report = await replayMonths({ databaseUrl: database.url, file: FILE!, folder, ...size, say: () => undefined });
    expect(judge(report)).toEqual([]);
    expect(report.months).toHaveLength(3);
    expect(report.answered.late).toBeGreaterThan(0);
    expect(report.viewed.reduce((sum, { redeemed }) => sum + redeemed, 0)).toBeGreaterThan(0);
  },
  180_000,
);
