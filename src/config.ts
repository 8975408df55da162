/**
 * Every setting and every limit of the engine. The only reader of the environment.
 *
 * Each property is one variable: `linesMax` is read from LINES_MAX. `describeConfig` gives the same facts as rows, from which the
 * table of production settings in the README is made.
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { IsOptional, IsUrl, Matches, MinLength, validateSync } from 'class-validator';
import { isSafeUrl } from './rulebook/access/issuer-keys.js';
import { ROLES, type Role } from './rulebook/access/roles.js';
import { ALGORITHMS } from './rulebook/access/tokens.js';
import { Check, FACTS, OneOf, Setting, Whole, Words, variableOf } from './setting.js';

/** One row of the settings table. */
export interface SettingRow {
  readonly variable: string;
  readonly default: string;
  readonly unit: string;
  readonly text: string;
}

const DAY_MS = 86_400_000;
const FILE = /^\S(.*\S)?$/;

export class Config {
  @Setting('Postgres of the engine, as postgres://user:password@host:port/database. Required.', '', true)
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'must be set to postgres://user:password@host:port/database' })
  readonly databaseUrl: string = '';

  @Setting('Redis that announces new rules, as redis://host:port. Empty: engines find new rules by polling Postgres.', '', true)
  @IsOptional()
  @IsUrl({ protocols: ['redis', 'rediss'], require_tld: false, require_protocol: true }, { message: 'must look like redis://host:port' })
  readonly redisUrl: string | null = null;

  @Setting('`production` turns reflection off.')
  @OneOf(['production', 'development', 'test'])
  readonly nodeEnv: string = 'development';

  @Setting('Least level that is logged; logs are JSON lines on standard output.')
  @OneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly logLevel: string = 'info';

  @Setting('Engine processes behind the same ports: about one for each core that is to spare. Connections are handed out in turn.')
  @Whole(1, 256)
  readonly engineProcesses: number = 1;

  @Setting('Address gRPC listens on. Give it TLS before you open it to a network.')
  @Matches(FILE)
  readonly grpcHost: string = '127.0.0.1';

  @Setting('Port of gRPC; 0 picks a free one.')
  @Whole(0, 65_535)
  readonly grpcPort: number = 50_051;

  @Setting('Address of metrics, health and exports. Keep it on a private network.')
  @Matches(FILE)
  readonly httpHost: string = '127.0.0.1';

  @Setting('Port of metrics, health and exports; 0 picks a free one.')
  @Whole(0, 65_535)
  readonly httpPort: number = 8_080;

  @Setting('PEM file with the certificate of gRPC. Empty: plain text.')
  @IsOptional()
  @Matches(FILE)
  readonly tlsCertFile: string | null = null;

  @Setting('PEM file with the key of that certificate.')
  @IsOptional()
  @Matches(FILE)
  readonly tlsKeyFile: string | null = null;

  @Setting('PEM file with the authorities of client certificates. When set, a till without such a certificate is turned away (mTLS).')
  @IsOptional()
  @Matches(FILE)
  readonly tlsClientCaFile: string | null = null;

  @Setting(
    'Bearer token that may do everything under /v1, 24 characters or more: it makes the first keys. Empty: only keys are let in.',
    '',
    true,
  )
  @IsOptional()
  @MinLength(24, { message: 'must have 24 characters or more' })
  readonly adminToken: string | null = null;

  @Setting('OIDC issuer whose tokens (JWT) are let in under /v1, exactly as in their claim `iss`. Empty: keys alone.')
  @IsOptional()
  @Check(isSafeUrl, 'must be an https URL, or http on this machine')
  readonly oidcIssuer: string | null = null;

  @Setting('What the claim `aud` of a token must hold. Needed with OIDC_ISSUER.')
  @IsOptional()
  @Matches(FILE)
  readonly oidcAudience: string | null = null;

  @Setting('Where the keys of the issuer are. Empty: its `/.well-known/openid-configuration` says.')
  @IsOptional()
  @Check(isSafeUrl, 'must be an https URL, or http on this machine')
  readonly oidcJwksUrl: string | null = null;

  @Setting('Signatures that are accepted, with commas; those with a shared secret never are.')
  @Words(ALGORITHMS)
  readonly oidcAlgorithms: string = 'RS256,PS256,ES256,EdDSA';

  @Setting('How far the clocks of issuer and engine may differ.', 'ms')
  @Whole(0, 600_000)
  readonly oidcLeewayMs: number = 30_000;

  @Setting('Claim with the roles, a list or words; dots reach into it, such as `realm_access.roles`.')
  @Matches(FILE)
  readonly oidcRolesClaim: string = 'roles';

  @Setting("The issuer's roles and ours, such as `shop-admin=operator,shop-buyer=marketer`. A role named like ours needs no entry.")
  @Check((text) => roleMapOf(text) !== null, `must be a list of THEIRS=OURS with commas; ours are ${ROLES.join(', ')}`)
  readonly oidcRoles: string = '';

  @Setting('Claim with the name that changes are recorded under. Take one that nobody can choose for himself: approvals go by it.')
  @Matches(FILE)
  readonly oidcNameClaim: string = 'sub';

  @Setting('Claim with the stores that a token is limited to, `*` for all; a token without it then sees none. Empty: no token is limited.')
  @IsOptional()
  @Matches(FILE)
  readonly oidcStoresClaim: string | null = null;

  @Setting('The same for campaigns.')
  @IsOptional()
  @Matches(FILE)
  readonly oidcCampaignsClaim: string | null = null;

  @Setting('PEM file with the ed25519 key that signs the daily anchors of the hash chains. Empty: the engine makes none.')
  @IsOptional()
  @Matches(FILE)
  readonly anchorKeyFile: string | null = null;

  @Setting('gRPC reflection: `on`, `off`, or `auto`: on outside production.')
  @OneOf(['on', 'off', 'auto'])
  readonly reflection: string = 'auto';

  @Setting('Largest request, after decompression.', 'bytes')
  @Whole(1_024, 64 * 1_048_576)
  readonly messageBytesMax: number = 1_048_576;

  @Setting('Lines of one receipt.')
  @Whole(1, 10_000)
  readonly linesMax: number = 2_000;

  @Setting('Coupon and promo codes of one receipt.')
  @Whole(0, 1_000)
  readonly couponsMax: number = 20;

  @Setting('Tenders of one receipt.')
  @Whole(0, 100)
  readonly tendersMax: number = 10;

  @Setting('Attributes of one receipt or line, and likewise categories and tags of a line or product.')
  @Whole(0, 1_000)
  readonly attributesMax: number = 32;

  @Setting('SKUs of one CardPrices call.')
  @Whole(1, 10_000)
  readonly skusMax: number = 500;

  @Setting('Members or products of one enrolment call.')
  @Whole(1, 10_000)
  readonly enrolMax: number = 1_000;

  @Setting('Calls a client may have open on one connection.')
  @Whole(1, 100_000)
  readonly streamsMax: number = 256;

  @Setting(
    'Calls in work in the whole process; one more is answered RESOURCE_EXHAUSTED. Quotes and look-ups leave a quarter of them to sales.',
  )
  @Whole(1, 1_000_000)
  readonly callsMax: number = 4_096;

  @Setting(
    'Calls are let in while all in work would be answered in this time, at the present pace; 256 always are. One more is answered RESOURCE_EXHAUSTED, unless it ends a sale.',
    'ms',
  )
  @Whole(10, 60_000)
  readonly callWaitMsMax: number = 200;

  @Setting(
    'Mean delay of the event loop over a second from which quotes are answered RESOURCE_EXHAUSTED, and from twice of it on sales too. What ends a sale is let in.',
    'ms',
  )
  @Whole(10, 60_000)
  readonly loopDelayMsMax: number = 250;

  @Setting('An idle connection is probed after this time, and closed when it does not answer.', 'ms')
  @Whole(1_000, DAY_MS)
  readonly keepaliveMs: number = 60_000;

  @Setting(
    'Age at which a gRPC connection is asked to be made anew, so that processes started later get some; calls end first. 0: never.',
    'ms',
  )
  @Whole(0, 7 * DAY_MS)
  readonly connectionAgeMsMax: number = 1_800_000;

  @Setting('Life of a hold where the till names none.', 'ms')
  @Whole(1_000, 30 * DAY_MS)
  readonly holdTtlMsDefault: number = 900_000;

  @Setting('Longest life of a hold.', 'ms')
  @Whole(1_000, 30 * DAY_MS)
  readonly holdTtlMsMax: number = DAY_MS;

  @Setting('How far the time of a purchase may lie in the future.', 'ms')
  @Whole(0, 365 * DAY_MS)
  readonly clockAheadMsMax: number = 300_000;

  @Setting(
    'How far the time of a purchase may lie in the past; 0: no limit, for receipts that a till sends late or a migration replays. Set it to the longest time a till may be offline.',
    'ms',
  )
  @Whole(0, 36_500 * DAY_MS)
  readonly clockBehindMsMax: number = 0;

  @Setting('Connections for reads that are not batched.')
  @Whole(1, 500)
  readonly readConnectionsMax: number = 8;

  @Setting(
    'Batches that an engine writes at the same time, and as many that it reads; each uses a connection of its own. More than one pays where Postgres is the slower part and has processors to spare.',
  )
  @Whole(1, 64)
  readonly lanes: number = 1;

  @Setting('Entries that are written in one batch.')
  @Whole(1, 2_048)
  readonly batchMax: number = 128;

  @Setting('Entries that may wait for a batch; one more is answered RESOURCE_EXHAUSTED.')
  @Whole(1, 1_000_000)
  readonly queueMax: number = 4_096;

  @Setting('A statement that runs longer is given up, and the call is answered UNAVAILABLE.', 'ms')
  @Whole(50, 600_000)
  readonly queryTimeoutMs: number = 5_000;

  @Setting('A connection to Postgres that takes longer is given up.', 'ms')
  @Whole(50, 600_000)
  readonly connectTimeoutMs: number = 3_000;

  @Setting('How often an engine writes down activations, expiries and holds that time alone brought; balances are right without it.', 'ms')
  @Whole(50, DAY_MS)
  readonly settleEveryMs: number = 2_000;

  @Setting(
    'How often an engine asks for new rules, products and terminals by itself: what a change takes at most where Redis tells nothing.',
    'ms',
  )
  @Whole(50, DAY_MS)
  readonly rulesPollMs: number = 500;

  @Setting('Compiled rule sets in memory for returns and late receipts, besides the live and the next one.')
  @Whole(1, 1_000)
  readonly ruleSetsMax: number = 8;

  @Setting('Keeps systems apart that share one Redis.')
  @Matches(/^[a-z0-9-]{1,32}$/, { message: 'must have 1 to 32 lower-case letters, digits or hyphens' })
  readonly redisNamespace: string = 'main';

  @Setting('Calls a minute under /v1 with one key, and failed ones from one address; one more is answered 429. Counted by each engine.')
  @Whole(1, 1_000_000)
  readonly adminCallsPerMinuteMax: number = 600;

  @Setting('Largest body under /v1: a programme with its price lists.', 'bytes')
  @Whole(1_024, 1_073_741_824)
  readonly adminBodyBytesMax: number = 67_108_864;

  @Setting('Simulations that run at once in all engines together, each in a process of its own; 0: this engine runs none.')
  @Whole(0, 64)
  readonly simulationsMax: number = 1;

  @Setting('Receipts one simulation may look at.')
  @Whole(1, 100_000_000)
  readonly simulationReceiptsMax: number = 1_000_000;

  @Setting('Share of one processor that a simulation takes at most, at the lowest priority.', '%')
  @Whole(1, 100)
  readonly simulationCpuPercent: number = 50;

  @Setting('Memory one simulation may take; one that needs more fails and says so.', 'MB')
  @Whole(64, 65_536)
  readonly simulationMemoryMb: number = 512;

  @Setting('A statement of a simulation that runs longer is given up, and the simulation with it.', 'ms')
  @Whole(1_000, 3_600_000)
  readonly simulationQueryTimeoutMs: number = 60_000;

  @Setting('Largest file of an upload under /v1, such as prices. It streams: memory does not depend on it.', 'bytes')
  @Whole(1_024, 1_099_511_627_776)
  readonly uploadBytesMax: number = 2_147_483_648;

  @Setting('Rows of one uploaded file.')
  @Whole(1, 1_000_000_000)
  readonly uploadRowsMax: number = 20_000_000;

  @Setting('How long a stopping engine waits for calls in work.', 'ms')
  @Whole(0, 600_000)
  readonly drainMs: number = 10_000;
}

/** `shop-admin=operator,buyer=marketer`; null where it is not such a list. */
export function roleMapOf(text: string): ReadonlyMap<string, Role> | null {
  const pairs = text.split(',').filter((pair) => pair !== '');
  const found = pairs.map((pair): [string, Role | undefined] => {
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, Math.max(at, 0)), ROLES.find((role) => role === pair.slice(at + 1))];
  });
  return found.every((one): one is [string, Role] => one[0] !== '' && one[1] !== undefined) ? new Map(found) : null;
}

/** Bounds of the contract in proto/, which no setting moves: an integrator may rely on them. */
export const SHAPE = {
  /** Numbers, codes, SKUs, names: in UTF-16 units, which are characters for all but a few scripts. */
  textMax: 64,
  keyBytesMax: 128,
  reasonMax: 200,
  attributeMax: 256,
  lineNumberMax: 2_147_483_647,
  quantityMilliMax: 1_000_000_000,
  /** Also the most a line may cost: 2,000 such lines stay far below 2^53. */
  amountMinorMax: 100_000_000_000,
  pointsMax: 1_000_000_000_000,
  /** 2200-01-01T00:00Z. */
  epochMsMax: 7_258_118_400_000,
} as const;

/** The settings are wrong. The message lists every one of them; secrets are not repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What is wrong between settings that are each right. */
function conflicts(config: Config): string[] {
  const found: string[] = [];
  if ((config.tlsCertFile === null) !== (config.tlsKeyFile === null)) found.push('TLS_CERT_FILE and TLS_KEY_FILE: set both or neither');
  if (config.tlsClientCaFile !== null && config.tlsCertFile === null)
    found.push('TLS_CLIENT_CA_FILE: needs TLS_CERT_FILE and TLS_KEY_FILE');
  if ((config.oidcIssuer === null) !== (config.oidcAudience === null)) found.push('OIDC_ISSUER and OIDC_AUDIENCE: set both or neither');
  if (config.holdTtlMsDefault > config.holdTtlMsMax) found.push('HOLD_TTL_MS_DEFAULT: must not be above HOLD_TTL_MS_MAX');
  for (const property of ['tlsCertFile', 'tlsKeyFile', 'tlsClientCaFile', 'anchorKeyFile'] as const) {
    const path = config[property];
    if (path === null) continue;
    try {
      readFileSync(path);
    } catch (error) {
      found.push(`${variableOf(property)}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    }
  }
  return found;
}

/** Reads and checks the settings. Throws one `ConfigError` that names everything that is wrong; an empty variable counts as unset. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string> = {};
  for (const property of FACTS.keys()) {
    const value = env[variableOf(property)];
    if (value !== undefined && value !== '') given[property] = value;
  }
  const config = plainToInstance(Config, given, { exposeDefaultValues: true });
  const problems = validateSync(config).map(({ property, constraints }) => {
    const shown = FACTS.get(property)?.secret || given[property] === undefined ? '' : `=${given[property]}`;
    return `${variableOf(property)}${shown}: ${Object.values(constraints ?? {})[0] ?? 'is not valid'}`;
  });
  if (problems.length === 0) problems.push(...conflicts(config));
  if (problems.length > 0) throw new ConfigError(`The settings are wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  return Object.freeze(config);
}

/** The settings of a command that found its services elsewhere, such as those that `npm start` runs. */
export function loadCommandConfig(databaseUrl: string, redisUrl: string | null): Config {
  return loadConfig({ ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl ?? '' });
}

/** All settings, in the order above. */
export function describeConfig(): SettingRow[] {
  const defaults = new Config() as unknown as Readonly<Record<string, string | number | null>>;
  return [...FACTS].map(([property, { unit, text }]) => ({
    variable: variableOf(property),
    default: String(defaults[property] ?? ''),
    unit,
    text,
  }));
}
