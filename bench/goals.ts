/** What the bench is held to. A gate is what must be kept, a goal what is aimed at; neither is adjusted to what was reached. */
export interface Goal {
  readonly what: string;
  readonly better: 'higher' | 'lower';
  readonly gate: number | null;
  readonly goal: number;
}

export const GOALS = {
  P1: goal('Quote with a card, 10 lines ÷ grpc-js echo of the same messages, a second', 'higher', 0.6, 0.8),
  P2: goal('durable Sale through gRPC ÷ pgbench with one function call for each minimal sale, a second', 'higher', 1.2, 2),
  P3: goal('ledger.post fed in process ÷ the same pgbench', 'higher', 4, 6),
  P4: goal('time of a receipt with 10,000 rules ÷ with 100', 'lower', 2, 1.3),
  'P4-100k': goal('time of a receipt with 100,000 rules ÷ with 100', 'lower', 5, 3),
  'P5-sale': goal('Sale at half of peak, open loop: p99 ÷ (fdatasync p99 + echo p99)', 'lower', 3, 2),
  'P5-quote': goal('Quote at half of peak, open loop: p99 ÷ echo p99 at the same rate', 'lower', 3, 1.5),
  P6: goal('processor time of a Sale, engine + Postgres ÷ (echo + Postgres of the minimal SQL in batches)', 'lower', 2, 1.4),
  P7: goal('Sales a second with 1,000,000 members and 10,000,000 postings ÷ nearly empty', 'higher', 0.8, 0.95),
  P8: goal('CardPrices of 100 SKUs, prices a second', 'higher', null, 1_000_000),
  'P8-10m': goal('Quotes a second with 10,000,000 prices ÷ with 10,000', 'higher', 0.8, 0.95),
  P9: goal('simulation of stored receipts, a second and core', 'higher', 10_000, 20_000),
  P10: goal('answered at 3 times overload ÷ peak', 'higher', 0.85, 0.95),
  'P10-p99': goal('p99 of what is accepted at 3 times overload ÷ p99 at 80 % of peak', 'lower', 4, 2),
  P11: goal('one lone till: p50 of Sale, batched path ÷ direct path', 'lower', 1.1, 1),
  P12: goal('resident memory of one engine with the full set under load, MB', 'lower', 700, 400),
  'P12-soak': goal('growth of memory over the soak, share', 'lower', 0.1, 0.02),
  P13: goal('Sales a second with two engine processes ÷ with one', 'higher', 1.2, 1.3),
} as const;

export type GoalId = keyof typeof GOALS;

function goal(what: string, better: 'higher' | 'lower', gate: number | null, aim: number): Goal {
  return { what, better, gate, goal: aim };
}

export type Verdict = 'goal' | 'gate' | 'missed';

export function verdictOf(id: GoalId, value: number): Verdict {
  const { better, gate, goal: aim } = GOALS[id];
  const reaches = (limit: number): boolean => (better === 'higher' ? value >= limit : value <= limit);
  return reaches(aim) ? 'goal' : gate !== null && reaches(gate) ? 'gate' : 'missed';
}
