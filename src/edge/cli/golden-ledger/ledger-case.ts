/**
 * The neutral format of ledger cases: wallets, steps on them, and what each step answers. Every step is closed: a field that is not known
 * here makes the case unsupported, since to leave it out would be to run another case.
 */
import { z } from 'zod';

/** Anything, so that a bad amount reaches the engine and is refused there. */
const amount = z.unknown();
const name = z.string();
/** Words for the reader. */
const notes = { note: z.unknown().optional(), comment: z.unknown().optional() };
const expect = z.looseObject({ result: z.union([z.string(), z.array(z.string())]).optional() });
const head = { ...notes, id: z.string().optional(), expect: expect.optional() };
const effect = { ...head, id: z.string() };

const earn = z.strictObject({
  ...effect,
  op: z.literal('earn'),
  wallet: name,
  points: amount,
  reference: z.string().optional(),
  currency: z.string().optional(),
  ttl: z.number().optional(),
});
const burn = z.strictObject({
  ...effect,
  op: z.literal('burn'),
  wallet: name,
  points: amount,
  reference: z.string().optional(),
  currency: z.string().optional(),
  force: z.boolean().optional(),
});
const burnUpTo = burn.extend({ op: z.literal('burn_up_to') });
const hold = z.strictObject({
  ...effect,
  op: z.literal('hold'),
  wallet: name,
  points: amount,
  ttl: z.number().optional(),
  currency: z.string().optional(),
  reference: z.string().optional(),
});
const commit = z.strictObject({ ...effect, op: z.literal('commit'), hold: z.string(), points: amount.optional() });
const voided = z.strictObject({ ...effect, op: z.literal('void'), hold: z.string(), points: amount.optional() });
const reverse = z.strictObject({
  ...effect,
  op: z.literal('reverse'),
  of: z.string(),
  force: z.boolean().optional(),
  points: amount.optional(),
});
const burnLots = z.strictObject({
  ...effect,
  op: z.literal('burn_lots'),
  points: amount,
  order: z.array(name),
  caps: z.record(z.string(), z.number()).optional(),
  floor: z.record(z.string(), z.number()).optional(),
  floor_seq: z.array(z.number()).optional(),
});
const post = z.strictObject({
  ...effect,
  op: z.literal('post'),
  lines: z.array(z.tuple([name, amount])),
  reference: z.string().optional(),
});
const allocation = z.strictObject({
  ...head,
  op: z.literal('allocate'),
  points: amount,
  shares: z.array(z.union([z.string(), z.number()])),
});
const tick = z.strictObject({ ...head, op: z.literal('tick'), seconds: z.number() });
const balance = z.strictObject({
  ...notes,
  op: z.literal('balance'),
  id: z.string().optional(),
  expect: z.record(z.string(), z.array(z.number())),
});
const SIMPLE = [earn, burn, burnUpTo, hold, commit, voided, reverse, burnLots, post, allocation, tick, balance] as const;
const atomic = z.strictObject({ ...head, op: z.literal('atomic'), steps: z.array(z.discriminatedUnion('op', SIMPLE)) });
const step = z.discriminatedUnion('op', [...SIMPLE, atomic]);

export const ledgerCase = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  portability: z.string().default('?'),
  opening: z.record(z.string(), z.number()).default({}),
  steps: z.array(step),
  source: z.looseObject({ peer: z.string().optional() }).default({}),
  allow_negative: z.union([z.boolean(), z.array(z.string())]).default(false),
  partial_commit: z.enum(['keeps_rest', 'releases_rest']).default('releases_rest'),
});

export type LedgerCase = z.infer<typeof ledgerCase>;
export type Step = z.infer<typeof step>;
export type StepOf<Op extends Step['op']> = Extract<Step, { op: Op }>;

/** The case asks for what the adapter cannot say in our words. */
export class Unsupported extends Error {}
