/**
 * A till that does whatever tills do, at random: quotes, sales, holds that are captured, voided or forgotten, returns, voids, and the same
 * call again. It keeps a journal of what the engine acknowledged, so that an auditor can ask later whether it is all still there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/edge/cli/engine/client.js';
import { EngineError } from '../../src/edge/cli/engine/engine-error.js';
import type { Receipt } from '../../src/edge/grpc/generated/tallystick/v1/Receipt.js';
import { GOODS } from './programme.js';
import type { Random } from './random.js';

type Effect = 'sale' | 'authorize' | 'capture' | 'void' | 'return';

export interface Answered {
  readonly replayed: boolean;
}

/** One effect: how to call it (again), and the first answer, or null where none ever came. */
export interface JournalLine {
  readonly effect: Effect;
  readonly call: (engine: Engine) => Promise<Answered>;
  answer: Answered | null;
}

interface SoldLine {
  readonly lineNumber: number;
  readonly quantityMilli: number;
}

interface Sold {
  readonly saleId: string;
  readonly businessDate: string;
  readonly lines: readonly SoldLine[];
}

/** What a busy shop may be told; anything else is a defect. */
const EXPECTED = new Set([
  'not_enough_points',
  'burn_not_allowed',
  'hold_expired',
  'hold_voided',
  'hold_captured',
  'sale_voided',
  'sale_has_returns',
  'more_than_sold',
  'limit_reached',
  'concurrent_update',
]);

const BUSINESS_DATE = '2026-03-14';

export class SimTill {
  readonly journal: JournalLine[] = [];
  readonly refused = new Map<string, number>();
  private readonly sold: Sold[] = [];
  private receipts = 0;

  constructor(
    private readonly name: string,
    private readonly engine: Engine,
    private readonly cards: readonly string[],
    private readonly random: Random,
    /** False: an effect whose answer was lost is left in the dark, for the auditor to settle. */
    private readonly repeats = true,
  ) {}

  async act(): Promise<void> {
    const dice = this.random.below(100);
    if (dice < 10) await this.quote();
    else if (dice < 45) await this.sale();
    else if (dice < 70) await this.hold();
    else if (dice < 85) await this.takeBack();
    else if (dice < 92) await this.void();
    else await this.again();
  }

  private async quote(): Promise<void> {
    await this.refusable(async () => void (await this.engine.quote({ receipt: this.receipt() })));
  }

  private async sale(): Promise<void> {
    const receipt = this.receipt();
    const answer = await this.effect('sale', (engine) => engine.sale({ receipt }));
    if (answer !== null) this.keep(answer.saleId, receipt);
  }

  private async hold(): Promise<void> {
    const receipt = this.receipt();
    const holdTtlMs = this.random.chance(20) ? 1_000 : 60_000;
    const hold = await this.effect('authorize', (engine) => engine.authorize({ receipt, holdTtlMs }));
    if (hold === null || this.random.chance(20)) return;
    if (this.random.chance(30)) await sleep(this.random.below(1_200));
    const { holdId } = hold;
    if (this.random.chance(25)) {
      await this.effect('void', (engine) => engine.void({ holdId, businessDate: BUSINESS_DATE, reason: 'sim' }));
      return;
    }
    const first = receipt.lines![0]!;
    const part = this.random.chance(30) ? [{ lineNumber: first.lineNumber!, quantityMilli: Number(first.quantityMilli) }] : [];
    const captured = await this.effect('capture', (engine) => engine.capture({ holdId, lines: part }));
    if (captured !== null && part.length === 0) this.keep(captured.saleId, receipt);
  }

  private async takeBack(): Promise<void> {
    if (this.sold.length === 0) return this.sale();
    const sale = this.random.pick(this.sold);
    const line = this.random.pick(sale.lines);
    const quantityMilli = this.random.chance(50) ? line.quantityMilli : Math.max(1, Math.floor(line.quantityMilli / 2000) * 1000);
    const receipt = { businessDate: BUSINESS_DATE, receiptNumber: this.number('R') };
    const request = { saleId: sale.saleId, receipt, lines: [{ lineNumber: line.lineNumber, quantityMilli }], reason: 'sim' };
    await this.effect('return', (engine) => engine.return(request));
  }

  private async void(): Promise<void> {
    const sale = this.sold.pop();
    if (sale === undefined) return;
    await this.effect('void', (engine) => engine.void({ saleId: sale.saleId, businessDate: sale.businessDate, reason: 'sim' }));
  }

  /** The same call once more: the same answer, and nothing happens. */
  private async again(): Promise<void> {
    const settled = this.journal.filter((line) => line.answer !== null);
    if (settled.length === 0) return;
    const line = this.random.pick(settled);
    await this.refusable(() => checkReplay(this.engine, line));
  }

  private keep(saleId: string, receipt: Receipt): void {
    const lines = receipt.lines!.map((line) => ({ lineNumber: line.lineNumber!, quantityMilli: Number(line.quantityMilli) }));
    this.sold.push({ saleId, businessDate: BUSINESS_DATE, lines });
  }

  private async effect<Answer extends Answered>(effect: Effect, call: (engine: Engine) => Promise<Answer>): Promise<Answer | null> {
    const line: JournalLine = { effect, call, answer: null };
    const answer = await this.refusable(async () => {
      this.journal.push(line);
      return call(this.engine);
    });
    if (answer !== null) line.answer = answer;
    return answer;
  }

  private async refusable<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const lost = error.code === '' || !EXPECTED.has(error.code);
      if (lost && (this.repeats || error.statusName === 'INTERNAL')) throw new Error(`${this.name}: ${error.describe()}`, { cause: error });
      this.refused.set(error.code || error.statusName, (this.refused.get(error.code || error.statusName) ?? 0) + 1);
      return null;
    }
  }

  private number(prefix: string): string {
    return `${prefix}${this.name}-${++this.receipts}`;
  }

  private receipt(): Receipt {
    const { random } = this;
    const lines = Array.from({ length: 1 + random.below(5) }, (_, k) => {
      const { sku, unitPriceMinor, weighed } = random.pick(GOODS);
      const quantityMilli = weighed ? 100 + random.below(2_000) : 1000 * (1 + random.below(4));
      return { lineNumber: k + 1, sku, unitPriceMinor, weighed, quantityMilli };
    });
    const cardNumber = random.chance(85) ? random.pick(this.cards) : '';
    const burn =
      cardNumber === '' || random.chance(50) ? {} : random.chance(70) ? { burnMax: true } : { burnPoints: 1 + random.below(300) };
    const coupons = random.chance(10) ? ['TEN'] : [];
    return { businessDate: BUSINESS_DATE, receiptNumber: this.number('S'), purchasedAtMs: Date.now(), cardNumber, lines, coupons, ...burn };
  }
}

/** Throws unless the call, made again, gives its first answer with `replayed`. */
export async function checkReplay(engine: Engine, line: JournalLine): Promise<void> {
  const again = await line.call(engine);
  const first = JSON.stringify({ ...line.answer, replayed: true });
  if (JSON.stringify(again) !== first)
    throw new Error(`a ${line.effect} made again was answered otherwise:\n${JSON.stringify(again)}\n${first}`);
}

/**
 * What became of an effect whose answer never came: it was there already, or it was absent and is done now, or it is refused. In the first
 * two cases it must from now on be answered as done before.
 */
export async function settleByRepeating(engine: Engine, line: JournalLine): Promise<'there' | 'absent' | 'refused'> {
  try {
    line.answer = await line.call(engine);
  } catch (error) {
    if (error instanceof EngineError && EXPECTED.has(error.code)) return 'refused';
    throw error;
  }
  const was = line.answer.replayed ? 'there' : 'absent';
  await checkReplay(engine, line);
  return was;
}
