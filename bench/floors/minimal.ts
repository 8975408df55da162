/** The floor of a durable sale: the least SQL that is one, driven by pgbench, or by pg where pgbench is not at hand. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const SCHEMA = new URL('./minimal.sql', import.meta.url);
export const MEMBERS = 20_000;

export interface FloorAnswer {
  readonly perSecond: number;
  readonly answered: number;
  readonly p50Ms: number | null;
}

export interface Floor {
  /** pgbench with its version, or the note that pg took its place. */
  readonly driver: string;
  run(clients: number, seconds: number): Promise<FloorAnswer>;
}

export async function openFloor(databaseUrl: string): Promise<Floor> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(readFileSync(SCHEMA, 'utf8'));
  await client.end();
  const found = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  if (found.status === 0) return { driver: found.stdout.trim(), run: (clients, seconds) => runPgbench(databaseUrl, clients, seconds) };
  return { driver: 'pg of Node (pgbench is not on PATH)', run: (clients, seconds) => runPg(databaseUrl, clients, seconds) };
}

const SCRIPT = `\\set sale random(1, 9000000000000000)
\\set member random(0, ${MEMBERS - 1})
\\set points random(1, 500)
SELECT floor.sell(:sale, :member, :points);
`;

/** One prepared call of the function for each sale. The random id of a sale is taken twice in a run about never; that would end pgbench. */
async function runPgbench(databaseUrl: string, clients: number, seconds: number): Promise<FloorAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-pgbench-'));
  try {
    const script = join(folder, 'sale.sql');
    writeFileSync(script, SCRIPT);
    const options = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script];
    const { stdout } = await promisify(execFile)('pgbench', [...options, databaseUrl]);
    const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1]);
    const perSecond = number(/tps = ([\d.]+)/);
    if (!(perSecond > 0)) throw new Error(`pgbench said:\n${stdout}`);
    return { perSecond, answered: number(/actually processed: (\d+)/), p50Ms: number(/latency average = ([\d.]+)/) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runPg(databaseUrl: string, clients: number, seconds: number): Promise<FloorAnswer> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: clients });
  const from = performance.now();
  const until = from + seconds * 1000;
  let answered = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const values = [Math.floor(Math.random() * 9e15) + 1, Math.floor(Math.random() * MEMBERS), 1 + Math.floor(Math.random() * 500)];
      await pool.query({ name: 'sell', text: 'SELECT floor.sell($1, $2, $3)', values });
      answered++;
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  const perSecond = (answered * 1000) / (performance.now() - from);
  await pool.end();
  return { perSecond, answered, p50Ms: null };
}
