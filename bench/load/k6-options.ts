/** What `npm run bench:k6` was asked to do. */
import { parseArgs } from 'node:util';

export const SCRIPTS = ['all', 'tills', 'carts', 'admin'] as const;
export type ScriptName = (typeof SCRIPTS)[number];

export const HELP = `npm run bench:k6 [-- NAME] [options]

NAME is one of ${SCRIPTS.join(', ')}; \`all\` where it is left out. \`admin\` brings its tills with it.

  --short             20 seconds on a small shop; otherwise two minutes
  --seconds N         another length, 5 to 86400
  --rate N            times as many customers, 0.05 to 1000 (default 1: 20 receipts and 10 visits a second at most)
  --untimed           nothing that time decides fails the run: for a machine that does other work
  --processes N       engine processes of the engine it starts (default 1)

An engine of your own instead of one that is started for it; the ledger is then verified where DATABASE_URL is set:
  --address HOST:PORT --url http://HOST:PORT --shop FILE [--tls]
  \`tills\` books sales there, \`admin\` and \`all\` publish rules and prices too: never a shop that is open.
  FILE is JSON: terminalKeys, adminKey (role operator), storeId, cards, goods; see bench/k6/shop-file.ts`;

export interface OwnEngine {
  readonly address: string;
  readonly url: string;
  readonly shop: string;
  readonly tls: boolean;
}

export interface K6Options {
  readonly script: ScriptName;
  readonly short: boolean;
  readonly seconds: number;
  readonly rate: number;
  readonly untimed: boolean;
  readonly processes: number;
  /** Null: one is started. */
  readonly engine: OwnEngine | null;
}

/** Throws an Error with a sentence that says what is wrong. */
export function readOptions(args: readonly string[]): K6Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ short: { type: 'boolean', default: false }, seconds: { type: 'string' }, rate: { type: 'string' } },
      ...{ untimed: { type: 'boolean', default: false }, processes: { type: 'string' } },
      ...{ address: { type: 'string' }, url: { type: 'string' }, shop: { type: 'string' }, tls: { type: 'boolean', default: false } },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [name = 'all', ...more] = positionals;
  if (more.length > 0) throw new Error(`name one of ${SCRIPTS.join(', ')}, not several: ${positionals.join(' ')}`);
  const script = SCRIPTS.find((one) => one === name);
  if (script === undefined) throw new Error(`there is no script ${name}: name one of ${SCRIPTS.join(', ')}`);
  const { short, untimed, address, url, shop, tls } = values;
  return {
    ...{ script, short, untimed },
    seconds: between('seconds', values.seconds, 5, 86_400, short ? 20 : 120),
    rate: between('rate', values.rate, 0.05, 1_000, 1),
    processes: whole('processes', values.processes, 1, 64, 1),
    engine: ownEngine({ address, url, shop, tls }, values.processes),
  };
}

function ownEngine(
  given: {
    readonly address?: string | undefined;
    readonly url?: string | undefined;
    readonly shop?: string | undefined;
    readonly tls: boolean;
  },
  processes: string | undefined,
): OwnEngine | null {
  const { address, url, shop, tls } = given;
  if (address === undefined && url === undefined && shop === undefined) {
    if (tls) throw new Error('--tls is for an engine of your own: give --address, --url and --shop too');
    return null;
  }
  if (address === undefined || url === undefined || shop === undefined)
    throw new Error('an engine of your own needs all three: --address HOST:PORT --url http://HOST:PORT --shop FILE');
  if (processes !== undefined) throw new Error('--processes is for the engine that is started here, not for your own');
  if (!/^[^/]+:\d{1,5}$/.test(address)) throw new Error(`--address must be HOST:PORT, not ${address}`);
  if (!/^https?:\/\/[^/]+$/.test(url)) throw new Error(`--url must be http://HOST:PORT without a path, not ${url}`);
  return { address, url, shop, tls };
}

function between(name: string, text: string | undefined, from: number, to: number, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !(value >= from && value <= to))
    throw new Error(`--${name} must be a number from ${from} to ${to}, not ${text}`);
  return value;
}

function whole(name: string, text: string | undefined, from: number, to: number, otherwise: number): number {
  const value = between(name, text, from, to, otherwise);
  if (!Number.isInteger(value)) throw new Error(`--${name} must be a whole number, not ${text}`);
  return value;
}
