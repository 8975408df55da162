/** Simulates the receipts of a database of its own, as the process of a simulation does. */
import { compile } from '../../src/core/rules/compile.js';
import { servePart } from '../child.js';
import { assertUnchanged, draft, sellPast, simulatePast } from '../past.js';

export interface SimulationRequest {
  readonly action: 'sell' | 'simulate' | 'assert';
  readonly databaseUrl: string;
  readonly receipts: number;
}

export interface SimulationAnswer {
  /** A second of this process's own processor time. */
  readonly perSecond: number;
  readonly answered: number;
}

const byDraft = compile(draft, 0, '');

servePart(async ({ action, databaseUrl, receipts }: SimulationRequest): Promise<SimulationAnswer> => {
  if (action === 'sell') await sellPast(databaseUrl, receipts);
  if (action === 'assert') await assertUnchanged(databaseUrl);
  if (action !== 'simulate') return { perSecond: 0, answered: 0 };
  const { report, ownMs } = await simulatePast(databaseUrl, byDraft);
  const { looked } = report.receipts;
  return { answered: looked, perSecond: (looked * 1_000) / ownMs };
});
