/**
 * `node dist/src/edge/cli/seed-demo.js [--if-empty]`: the demo shop, for a first look. Products, members with cards, one terminal for
 * each store and, last of all, the programme: where that is published, everything else is there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { loadCommandConfig } from '../../config.js';
import type { Product, Programme } from '../../core/rules/types.js';
import { writePrivate } from '../../embedded/home.js';
import { projectRoot, servicesForCommand, servicesFromEnvironment } from '../../embedded/services.js';
import { enrolMembers, type NewMember } from '../../ledger/enrol.js';
import type { Announcer } from '../../rulebook/announce.js';
import { connectAnnouncer } from '../../rulebook/connect-announcer.js';
import { createTerminal } from '../../rulebook/create-terminal.js';
import { enrolProducts } from '../../rulebook/enrol-products.js';
import { publish } from '../../rulebook/publish.js';
import { readVersions } from '../../rulebook/read-versions.js';
import { rotateKey } from '../../rulebook/rotate-key.js';
import { runCommand } from './engine/run-command.js';

/** A demo terminal as `npm run till` and `npm run replay` read it. */
export interface DemoTerminal {
  readonly key: string;
  readonly storeId: string;
  readonly terminalId: string;
}

export interface Seeded {
  readonly version: number;
  readonly products: number;
  readonly members: readonly NewMember[];
  readonly terminals: readonly DemoTerminal[];
}

/** Loads the demo of a folder, or returns null where a programme is published already. May be repeated after it was interrupted. */
export async function seedDemo(db: pg.Pool, announcer: Announcer | null, folder: string): Promise<Seeded | null> {
  if ((await readVersions(db, 0)).versions.length > 0) return null;
  const programme = read<Programme>(folder, 'programme.json');
  const products = read<readonly Product[]>(folder, 'products.json');
  const members = read<readonly NewMember[]>(folder, 'members.json');
  await enrolProducts(db, announcer, products);
  await enrolMembers(db, members);
  const terminals: DemoTerminal[] = [];
  for (const { id, name } of programme.stores ?? []) terminals.push(await demoTerminal(db, announcer, id, name ?? id));
  const result = await publish(db, announcer, programme, { by: 'demo', comment: 'The demo programme' });
  if (result.outcome !== 'published') throw new Error(`the demo programme is not valid: ${JSON.stringify(result)}`);
  return { version: result.published.version, products: products.length, members, terminals };
}

/** A terminal that is there already was made by a run that did not end: nobody knows its key, so it gets another one. */
async function demoTerminal(db: pg.Pool, announcer: Announcer | null, storeId: string, name: string): Promise<DemoTerminal> {
  const terminalId = `${storeId}-T1`;
  const created = await createTerminal(db, announcer, { terminalId, storeId, name: `${name}, till 1`, mayEnrol: true });
  const withKey = created.outcome === 'created' ? created : await rotateKey(db, announcer, terminalId);
  if (withKey.outcome === 'unknown_terminal') throw new Error(`the demo terminal ${terminalId} was revoked`);
  return { key: withKey.key, storeId, terminalId };
}

/** Our own files, checked by a test and again by the functions they are handed to. */
function read<Shape>(folder: string, file: string): Shape {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shape;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { 'if-empty': { type: 'boolean' } } });
  const { dataDir } = servicesFromEnvironment();
  const services = await servicesForCommand(console.error);
  const { databaseUrl, redisUrl, redisNamespace } = loadCommandConfig(services.databaseUrl, services.redisUrl);
  const db = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const announcer = await connectAnnouncer(redisUrl, redisNamespace, console.error);
  try {
    const seeded = await seedDemo(db, announcer, join(projectRoot(), 'demo'));
    if (seeded !== null) tell(seeded, dataDir);
    else if (!values['if-empty']) console.error('A programme is published already: nothing was loaded.');
    return seeded !== null || values['if-empty'] ? 0 : 1;
  } finally {
    announcer?.close();
    await db.end();
    await services.stop();
  }
}

function tell({ version, products, members, terminals }: Seeded, dataDir: string): void {
  const file = join(dataDir, 'demo-terminal.json');
  writePrivate(file, JSON.stringify({ ...terminals[0], terminals }, null, 2));
  const cards = members.map(({ cardNumber, tier }) => (tier === 'gold' ? `${cardNumber} (gold)` : cardNumber));
  console.log(`Demo: programme version ${version}, ${products} products, ${members.length} members.`);
  console.log(`  cards  ${cards.join(', ')}`);
  for (const { storeId, terminalId, key } of terminals) console.log(`  store ${storeId}, terminal ${terminalId}, key ${key}`);
  console.log(`  The keys are told once; ${file} has them too, readable by you alone.`);
}

runCommand(import.meta.url, main);
