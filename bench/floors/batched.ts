/** The least SQL of a sale for many sales at once: what Postgres has to spend at least on each. Batches of 128 on two connections. */
import pg from 'pg';
import { servePart } from '../child.js';
import { MEMBERS } from './minimal.js';

export interface BatchedRequest {
  readonly databaseUrl: string;
  readonly batch: number;
  readonly connections: number;
  readonly seconds: number;
}

export interface BatchedAnswer {
  readonly perSecond: number;
  readonly answered: number;
}

servePart(async ({ databaseUrl, batch, connections, seconds }: BatchedRequest): Promise<BatchedAnswer> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const from = performance.now();
  const until = from + seconds * 1000;
  const share = MEMBERS / connections;
  let answered = 0;
  // Each connection has members of its own, as a lane of the engine has.
  const one = async (lane: number): Promise<void> => {
    while (performance.now() < until) {
      const fill = (value: () => number): number[] => Array.from({ length: batch }, value);
      const values = [
        fill(() => Math.floor(Math.random() * 9e15) + 1),
        fill(() => lane * share + Math.floor(Math.random() * share)),
        fill(() => 1 + Math.floor(Math.random() * 500)),
      ];
      await pool.query({ name: 'sell_batch', text: 'SELECT floor.sell_batch($1, $2, $3)', values });
      answered += batch;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, lane) => one(lane)));
  const perSecond = (answered * 1000) / (performance.now() - from);
  await pool.end();
  return { perSecond, answered };
});
