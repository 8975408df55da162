/** Where the engine is and which key to call it with: from the options, the environment, or the data folder of `npm start`. */
import { join } from 'node:path';
import { readJson } from '../../../embedded/home.js';
import { locateServices, servicesFromEnvironment } from '../../../embedded/services.js';

export interface EngineOptions {
  readonly address?: string | undefined;
  readonly key?: string | undefined;
  /** PEM file of the authority of the engine's certificate; absent: plain text. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly certKey?: string | undefined;
}

export interface DemoTerminal {
  readonly key: string;
  readonly storeId: string;
  readonly terminalId: string;
}

export interface EngineTarget {
  readonly address: string;
  readonly key: string;
  readonly tls: { readonly ca: string; readonly cert?: string | undefined; readonly certKey?: string | undefined } | null;
  /** The demo terminal, where its key is the one that is used. */
  readonly demo: DemoTerminal | null;
}

/** Options of every command that calls an engine, for `parseArgs`. */
export const ENGINE_OPTIONS = {
  address: { type: 'string' },
  key: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  'cert-key': { type: 'string' },
} as const;

export const ENGINE_HELP = `  --address HOST:PORT   the engine; default: the one that \`npm start\` runs
  --key KEY             the terminal's key; default: TILL_KEY, or the demo terminal's
  --ca FILE             speak TLS and trust this authority; --cert and --cert-key for mTLS`;

/** Throws an Error that says what to do where no engine or no key is found. */
export function locateEngine(options: EngineOptions): EngineTarget {
  const { dataDir } = servicesFromEnvironment();
  const address = options.address ?? locateServices(dataDir)?.engine?.grpc;
  if (address === undefined)
    throw new Error(`No engine runs on ${dataDir}. Start one with \`npm start\`, or name one: --address HOST:PORT`);
  const given = options.key ?? process.env['TILL_KEY'];
  const demo = given === undefined ? readJson<DemoTerminal>(join(dataDir, 'demo-terminal.json')) : null;
  const key = given ?? demo?.key;
  if (key === undefined) throw new Error('No terminal key: set TILL_KEY or --key (`npm start` makes one for the demo)');
  const tls = options.ca === undefined ? null : { ca: options.ca, cert: options.cert, certKey: options.certKey };
  return { address: address.replace(/^\w+:\/\//, ''), key, tls, demo };
}
