/** `npm run anchor`: signs the heads of all hash chains, for a record that is kept elsewhere. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { loadCommandConfig } from '../../config.js';
import { servicesForCommand } from '../../embedded/services.js';
import { anchorChains } from '../../jobs/anchor/anchor-chains.js';
import { privateKeyOf } from '../../jobs/anchor/anchor-document.js';
import { runCommand, UsageError } from './engine/run-command.js';

const HELP = `npm run anchor -- [options]

Signs the heads of all hash chains with the key of ANCHOR_KEY_FILE. Run it daily and keep the record where the operator of the database
cannot reach it; \`npm run verify -- --anchor FILE\` then proves that nothing before it was changed.

  --out FILE       where the record goes; default: standard output
  --key FILE       the private key; default: ANCHOR_KEY_FILE
  --new-key FILE   writes a new private key to FILE and its public half to FILE.pub, and ends`;

const OPTIONS = { out: { type: 'string' }, key: { type: 'string' }, 'new-key': { type: 'string' }, help: { type: 'boolean' } } as const;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  if (values['new-key'] !== undefined) return newKey(values['new-key']);
  const services = await servicesForCommand(console.error);
  const pool = new pg.Pool({ connectionString: services.databaseUrl, max: 1 });
  try {
    const file = values.key ?? loadCommandConfig(services.databaseUrl, services.redisUrl).anchorKeyFile;
    if (file === null) throw new UsageError('No key: set ANCHOR_KEY_FILE or --key; `npm run anchor -- --new-key FILE` makes one.');
    const anchor = await anchorChains(pool, privateKeyOf(readFileSync(file, 'utf8')));
    const text = `${JSON.stringify(anchor)}\n`;
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(values.out, text, { flag: 'wx' });
    console.error(`${anchor.document.heads.length} chains anchored at ${anchor.document.anchoredAt}, root ${anchor.document.root}`);
    return 0;
  } finally {
    await pool.end();
    await services.stop();
  }
}

function newKey(file: string): number {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(`${file}.pub`, publicKey.export({ format: 'pem', type: 'spki' }), { flag: 'wx' });
  console.log(`Wrote ${file} and ${file}.pub. Give the public half to whoever checks.`);
  return 0;
}

runCommand(import.meta.url, main);
