/** One comparison of the bench: what it needs, and what it finds. */
import type { GoalId } from '../goals.js';
import type { LoadAnswer, LoadRequest } from '../load/load.js';
import type { Fsync } from '../measure/machine.js';
import { noiseOf, type Sample, type Series } from '../measure/rounds.js';
import type { EngineUnderTest } from '../shop/engine.js';
import type { Kept } from '../shop/kept.js';
import type { Shop } from '../shop/open-shop.js';

/** How much is done. */
export interface Scale {
  readonly name: 'full' | 'quick' | 'smoke';
  readonly rounds: number;
  readonly warmMs: number;
  readonly measureMs: number;
  readonly rules: number;
  readonly cards: number;
  /** Special prices in the database; half of the goods of receipts have one. */
  readonly prices: number;
  /** Of the large ledger, which has ten postings for each. */
  readonly members: number;
}

/** Load with what every study asks alike left out. */
export type LoadOptions = Pick<LoadRequest, 'addresses' | 'call' | 'loop'> & Partial<LoadRequest>;

/** The bench as a study sees it. */
export interface Bench {
  readonly scale: Scale;
  readonly shop: Shop;
  readonly engine: EngineUnderTest;
  /** Another engine on the same database, started when it is first asked for. */
  second(): Promise<EngineUnderTest>;
  /** Large databases that are kept from run to run, on a Postgres of their own that is started when it is first asked for. */
  kept(): Promise<Kept>;
  /** Echo servers with the engine's codec, and with bytes untouched. */
  readonly echo: { readonly codec: EchoServer; readonly bytes: EchoServer };
  /** Runs the generator; throws where an answer was wrong, or was refused though `mayRefuse` does not say so. */
  load(options: LoadOptions, mayRefuse?: boolean): Promise<LoadAnswer>;
  /** The same, with the processor time of those named and of Postgres. */
  sample(servers: readonly number[], options: LoadOptions, more?: SampleMore): Promise<Sample>;
  /** What other studies found that this one needs, worked out when it is first asked for. */
  readonly peak: { quote(): Promise<number>; sale(): Promise<number> };
  /** Runs when the bench ends. */
  atEnd(close: () => void): void;
  say(line: string): void;
}

export interface SampleMore {
  /** Where it is not the shop's. */
  readonly postgresPid?: number;
  readonly mayRefuse?: boolean;
  readonly onAnswer?: (answer: LoadAnswer) => void;
}

export interface EchoServer {
  readonly address: string;
  readonly pid: number;
}

export interface Finding {
  readonly id: GoalId;
  /** One for each round. */
  readonly values: readonly number[];
  /** Why the figure does not count; empty where it does. */
  readonly noise: readonly string[];
  /** What was measured in other words or another way than the goal says. */
  readonly note?: string;
}

export interface StudyResult {
  readonly findings: readonly Finding[];
  readonly series: readonly Series[];
  readonly notes: readonly string[];
  /** Beside a durable figure: what a durable write cost before and after. */
  readonly fsync?: readonly Fsync[];
  /** Of a study with a ledger of its own: rows that `verify` looked at there. */
  readonly verifiedRows?: number;
  /** Goals that could not be measured, and why. */
  readonly notMeasured?: readonly { readonly id: GoalId; readonly why: string }[];
}

export interface Study {
  readonly name: string;
  readonly ids: readonly GoalId[];
  /** Writes sales into the shop's ledger, which has to be whole when it is done. */
  readonly isDurable: boolean;
  run(bench: Bench): Promise<StudyResult>;
}

export function finding(id: GoalId, values: readonly number[], series: readonly Series[], note?: string): Finding {
  return { id, values, noise: noiseOf(series, values), ...(note === undefined ? {} : { note }) };
}
