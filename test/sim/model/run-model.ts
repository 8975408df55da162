/** Drives a stream of commands through engines on a real ledger and through the model, and stops at the first difference. */
import type { CheckoutDeps } from '../../../src/checkout/deps.js';
import { Turns } from '../../../src/checkout/turns.js';
import { compile } from '../../../src/core/rules/compile.js';
import type { Programme } from '../../../src/core/rules/types.js';
import { enrolMembers } from '../../../src/ledger/enrol.js';
import { Ledger } from '../../../src/ledger/ledger.js';
import { seeded, type Random } from '../random.js';
import type { Command, Outcome } from './command.js';
import { Executor, type Answered, type Names } from './execute.js';
import { CommandStream } from './stream.js';
import { ModelWorld } from './world-model.js';
import { fixedRulebook } from '../../../src/rulebook/fixed-rulebook.js';

const PROGRAMME: Programme = {
  ...{ format: 'tallystick/1', id: 'model', name: 'Model', currency: 'GBP', minorDigits: 2, pointScale: 0, timeZone: 'UTC' },
  settings: {
    burn: { rate: { points: 1, minor: 1 } },
    points: { activation: { kind: 'days', days: 1 }, life: { kind: 'days', days: 10 } },
  },
  stores: [{ id: 's' }],
  rules: [
    { id: 'earn', name: 'Points', stage: 'earn', when: { kind: 'member' }, benefit: { kind: 'earnPerAmount', points: 1, perMinor: 100 } },
  ],
};
const START = Date.parse('2026-11-22T12:00:00Z');
const MEMBERS = 6;
/** Commands after which a member leaves the stream: what is read of a member grows with its past. */
const COMMANDS_PER_MEMBER = 150;

export interface ModelOptions {
  readonly databaseUrl: string;
  readonly seed: number;
  /** Commands in all; they are shared out to worlds that know nothing of each other and run side by side. */
  readonly operations: number;
  readonly worlds: number;
  readonly onProgress?: (done: number) => void;
}

export interface ModelRun {
  readonly operations: number;
  readonly accepted: number;
  readonly replayed: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly members: number;
}

/** Throws at the first difference, with the seed and the world that show it again. */
export async function runModel(options: ModelOptions): Promise<ModelRun> {
  const { databaseUrl, seed, operations, worlds } = options;
  const limits = { lanes: 2, batchMax: 128, queueMax: 10_000, queryTimeoutMs: 60_000, connectTimeoutMs: 10_000, readConnectionsMax: 4 };
  const ledgers = [new Ledger({ databaseUrl, ...limits }), new Ledger({ databaseUrl, ...limits })];
  const counts = { operations: 0, accepted: 0, replayed: 0, refused: {} as Record<string, number>, members: 0 };
  try {
    const all = Array.from({ length: worlds }, (_, k) => new World(`w${k}`, seed + k, ledgers, counts, options.onProgress));
    await Promise.all(all.map((world) => world.run(Math.ceil(operations / worlds))));
    return counts;
  } finally {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  }
}

class World {
  private readonly model = new ModelWorld();
  private readonly names: Names = { cards: new Map(), members: new Map(), sales: new Map(), operations: new Map() };
  private readonly random: Random;
  private readonly stream: CommandStream;
  private readonly engines: Executor[];
  private readonly asked: { command: Command; answered: Answered }[] = [];
  private now = START;
  private age = 0;

  constructor(
    private readonly name: string,
    private readonly seed: number,
    private readonly ledgers: readonly Ledger[],
    private readonly counts: { operations: number; accepted: number; replayed: number; refused: Record<string, number>; members: number },
    private readonly onProgress: (done: number) => void = () => undefined,
  ) {
    this.random = seeded(seed);
    this.stream = new CommandStream(name, this.random);
    const ruleSet = compile(PROGRAMME, 1, 'model');
    const rules = fixedRulebook(ruleSet);
    const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 86_400_000, clockAheadMsMax: 0, clockBehindMsMax: 0 };
    const depsOf = (ledger: Ledger): CheckoutDeps => ({
      ...{ ledger, rulebook: rules, turns: new Turns(), clock: () => this.now, limits, onRetry: () => undefined },
    });
    this.engines = ledgers.map((ledger) => new Executor(depsOf(ledger), this.names));
  }

  async run(operations: number): Promise<void> {
    for (let k = 0; k < MEMBERS; k++) await this.enrol();
    for (let done = 0; done < operations;) {
      this.now += this.stream.jump();
      const commands = this.random.chance(10) ? this.stream.crowd(this.now) : [this.command()];
      const answers = await Promise.all(commands.map((command, k) => this.engines[(done + k) % this.engines.length]!.run(command)));
      this.compare(commands, answers);
      done += commands.length;
      this.counts.operations += commands.length;
      this.onProgress(this.counts.operations);
      if (this.random.chance(8)) await this.look(this.random.pick(this.stream.members));
      if (++this.age % Math.ceil(COMMANDS_PER_MEMBER / MEMBERS) === 0) await this.renew();
    }
    for (const member of this.names.members.keys()) await this.look(member);
  }

  /** A new command, or an old one again, now and then with another body under the old key. */
  private command(): Command {
    if (this.asked.length === 0 || !this.random.chance(6)) return this.stream.next(this.now);
    const { command } = this.random.pick(this.asked);
    return this.random.chance(70) || !('points' in command) ? command : { ...command, points: command.points + 1 };
  }

  private compare(commands: readonly Command[], answers: readonly Answered[]): void {
    const fresh: [Command, Answered][] = [];
    commands.forEach((command, k) => {
      const answered = answers[k]!;
      const before = this.asked.find((each) => each.command.key === command.key);
      if (before !== undefined) this.compareAgain(command, answered, before);
      else fresh.push([command, answered]);
    });
    // What raced is put in the order in which the ledger took it; what was refused found all of that done.
    const first = new Map<string, [Command, Answered]>();
    const later: [Command, Answered][] = [];
    for (const one of fresh) {
      const known = first.get(one[0].key);
      if (known === undefined) first.set(one[0].key, one);
      else if (known[1].replayed && !one[1].replayed) {
        later.push(known);
        first.set(one[0].key, one);
      } else later.push(one);
    }
    const rank = ({ result, version }: Answered): number => (result === 'ok' ? version : Infinity);
    const ordered = [...first.values()].sort(([, a], [, b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
    for (const [command, answered] of ordered) this.compareFirst(command, answered);
    for (const [command, answered] of later) {
      const before = this.asked.find((each) => each.command.key === command.key);
      if (before !== undefined) this.compareAgain(command, answered, before);
      else this.differ(command, { result: answered.result }, this.model.apply(command, this.now));
    }
  }

  private compareFirst(command: Command, answered: Answered): void {
    const { result, numbers, balance } = answered;
    const wanted = this.model.apply(command, this.now);
    this.differ(command, { result, numbers, balance }, wanted);
    if (result !== 'ok') {
      this.counts.refused[result] = (this.counts.refused[result] ?? 0) + 1;
      return;
    }
    if (answered.replayed) throw this.error(command, 'the first answer says that it is a repeated one');
    this.counts.accepted++;
    this.asked.push({ command, answered });
    if (this.asked.length > 200) this.asked.splice(0, 100);
    this.stream.booked(command);
  }

  /** The same command again gets the same answer; another body under its key is refused. */
  private compareAgain(command: Command, answered: Answered, before: { command: Command; answered: Answered }): void {
    this.counts.replayed++;
    if (JSON.stringify(command) !== JSON.stringify(before.command))
      return this.differ(command, { result: answered.result }, { result: 'key_reused' });
    if (!answered.replayed) throw this.error(command, `a repeated command was done again: ${JSON.stringify(answered)}`);
    const [now, then] = [JSON.stringify(answered.answer), JSON.stringify(before.answered.answer)];
    if (sorted(now) !== sorted(then)) throw this.error(command, `answered\n${now}\nand before\n${then}`);
  }

  private differ(command: Command, got: Outcome, wanted: Outcome): void {
    const [a, b] = [JSON.stringify(got), JSON.stringify({ result: wanted.result, numbers: wanted.numbers, balance: wanted.balance })];
    if (sorted(a) !== sorted(b)) throw this.error(command, `the engine says\n${a}\nthe model\n${b}`);
  }

  private async look(member: string): Promise<void> {
    const [got, wanted] = [await this.engines[0]!.view(member), this.model.view(member, this.now)];
    if (JSON.stringify(got) === JSON.stringify(wanted)) return;
    throw this.error({ look: member }, `the engine has\n${JSON.stringify(got)}\nthe model\n${JSON.stringify(wanted)}`);
  }

  private async enrol(): Promise<void> {
    const name = `${this.name}m${this.names.members.size}`;
    const cardNumber = `${this.seed}-${name}`;
    const [enrolled] = await enrolMembers(this.ledgers[0]!.pool, [{ cardNumber }], this.now);
    this.names.cards.set(name, cardNumber);
    this.names.members.set(name, `mbr_${enrolled!.memberId}`);
    this.model.add(name);
    this.stream.members.push(name);
    this.counts.members++;
  }

  private async renew(): Promise<void> {
    await this.look(this.stream.members.shift()!);
    await this.enrol();
  }

  private error(command: unknown, text: string): Error {
    return new Error(`seed ${this.seed}, world ${this.name}, at ${new Date(this.now).toISOString()}: ${JSON.stringify(command)}\n${text}`);
  }
}

/** Texts are compared without the order of fields: JSON of the store is read back in its own. */
function sorted(json: string): string {
  return JSON.stringify(JSON.parse(json), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
