/** One case: its wallets opened, its steps run in their order, what each came to compared. */
import { reverse as undo } from '../../../checkout/reverse.js';
import { voidSale } from '../../../checkout/void.js';
import type { Engine } from './engine.js';
import { commit, hold, voidHold } from './holds.js';
import { ledgerCase, Unsupported, type Step, type StepOf } from './ledger-case.js';
import { INVALID, type Outcome } from './outcome.js';
import { allocate, post, reverse } from './post.js';
import { burn, burnLots, burnUpTo, earn } from './spend.js';
import { BUSINESS_DATE, World } from './world.js';

export interface CaseResult {
  readonly id: string;
  readonly name: string;
  readonly peer: string;
  readonly portability: string;
  readonly verdict: 'agree' | 'disagree' | 'unsupported';
  /** Why it is unsupported, or each expectation that does not hold. */
  readonly details: readonly string[];
}

export async function runCase(engine: Engine, json: unknown): Promise<CaseResult> {
  const parsed = ledgerCase.safeParse(json);
  if (!parsed.success) {
    const { id = '?', portability = '?', source } = json as { id?: string; portability?: string; source?: { peer?: string } };
    const details = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
    return { id, name: '', peer: source?.peer ?? '?', portability, verdict: 'unsupported', details };
  }
  const { id, name, portability, source } = parsed.data;
  const head = { id, name, peer: source.peer ?? id.split('-')[0]!, portability };
  try {
    const details = await runSteps(new World(engine, parsed.data));
    return { ...head, verdict: details.length === 0 ? 'agree' : 'disagree', details };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return { ...head, verdict: 'unsupported', details: [error.message] };
  }
}

async function runSteps(world: World): Promise<string[]> {
  await world.open();
  const found: string[] = [];
  for (const [k, step] of world.neutral.steps.entries()) {
    const at = `step ${k + 1} ${step.op} ${step.id ?? ''}`.trim();
    if (step.op === 'balance') found.push(...(await compareBalances(world, step)).map((line) => `${at}: ${line}`));
    else found.push(...compare(step.expect ?? {}, await run(world, step)).map((line) => `${at}: ${line}`));
  }
  return found;
}

const SPACES: Partial<Record<Step['op'], 'sale' | 'operation' | 'member'>> = {
  earn: 'member',
  burn: 'sale',
  burn_up_to: 'sale',
  hold: 'sale',
  commit: 'operation',
  void: 'operation',
};

async function run(world: World, step: Exclude<Step, { op: 'balance' }>): Promise<Outcome> {
  const space = SPACES[step.op];
  if (space !== undefined && step.id !== undefined && (await world.spacesOf(step.id)).some((used) => used !== space))
    return { result: 'conflict' };
  switch (step.op) {
    case 'earn':
      return earn(world, step);
    case 'burn':
      return burn(world, step);
    case 'burn_up_to':
      return burnUpTo(world, step);
    case 'burn_lots':
      return burnLots(world, step);
    case 'hold':
      return hold(world, step);
    case 'commit':
      return commit(world, step);
    case 'void':
      return voidHold(world, step);
    case 'reverse':
      return reverse(world, step);
    case 'post':
      return post(world, step);
    case 'allocate':
      return allocate(step);
    case 'atomic':
      return atomic(world, step);
    case 'tick':
      if (step.seconds < 0) return INVALID;
      world.engine.forward(step.seconds * 1000);
      return { result: 'ok' };
  }
}

/** All or nothing is for us the caller's: what was done before the step that failed is undone, with entries that say so. */
async function atomic(world: World, { steps }: StepOf<'atomic'>): Promise<Outcome> {
  const done: Step[] = [];
  for (const step of steps) {
    if (step.op === 'balance') continue;
    const { result } = await run(world, step);
    if (result !== 'ok' && result !== 'replay') {
      for (const earlier of done.reverse()) await compensate(world, earlier);
      return { result: 'failed' };
    }
    if (result === 'ok') done.push(step);
  }
  return { result: 'ok' };
}

async function compensate(world: World, step: Step): Promise<void> {
  const id = step.id ?? '';
  const effect = { ...world.effect(`undo ${id}`, id), reason: 'golden', author: 'golden' };
  const held = world.holds.get(id);
  const done = world.done.get(id);
  if (held !== undefined)
    await voidSale(world.deps, { ...effect, target: { by: 'hold_id', holdId: held.holdId }, businessDate: BUSINESS_DATE });
  else if (done?.kind === 'sale')
    await voidSale(world.deps, { ...effect, target: { by: 'sale_id', saleId: done.saleId }, businessDate: BUSINESS_DATE });
  else if (done?.kind === 'grant') await undo(world.deps, { ...effect, operationId: done.operationId, mayGoBelowZero: true });
  else if (done?.kind === 'post')
    for (const operationId of done.operationIds) await undo(world.deps, { ...effect, operationId, mayGoBelowZero: true });
}

/** A peer that closes a hold without saying how means either. */
const MEANS: Readonly<Record<string, readonly string[]>> = { already_closed: ['already_closed', 'already_committed', 'already_voided'] };
/** Names under which a peer may tell what was taken. */
const TAKEN = ['taken', 'burned', 'spent', 'points', 'amount'];

function compare(expected: Readonly<Record<string, unknown>>, outcome: Outcome): string[] {
  const found: string[] = [];
  for (const [key, value] of Object.entries(expected)) {
    const got = key === 'result' ? outcome.result : factOf(outcome, key);
    const agrees = key === 'result' ? meant(value).includes(outcome.result) : JSON.stringify(value) === JSON.stringify(got);
    if (!agrees) found.push(`${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(got)}`);
  }
  return found;
}

function meant(result: unknown): string[] {
  return [result].flat().flatMap((word) => MEANS[String(word)] ?? [String(word)]);
}

function factOf(outcome: Outcome, key: string): unknown {
  if (TAKEN.includes(key)) return outcome.taken;
  if (key === 'replayed' || key === 'parts') return outcome[key];
  throw new Unsupported(`an expectation of ${key}`);
}

async function compareBalances(world: World, { expect }: StepOf<'balance'>): Promise<string[]> {
  const found: string[] = [];
  for (const [wallet, wanted] of Object.entries(expect)) {
    const got = await world.balance(wallet);
    if (JSON.stringify(got.slice(0, wanted.length)) !== JSON.stringify(wanted))
      found.push(`${wallet}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  }
  return found;
}
