/** Rows by COPY: a server that falls silent in the middle is given up, and the next connection reads them all. */
import { connect, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { copyRows, int8Of } from '../../../src/rulebook/prices/copy-rows.js';
import { freshDatabase } from '../../support/database.js';

const ROWS = 200_000;
const QUERY = `SELECT n, n * 2 FROM generate_series(1::int8, ${ROWS}) AS n`;

/** Passes on what Postgres says until it has said so much, then nothing more. */
async function silentAfter(bytesMax: number, url: string): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(url);
  const server = createServer((till) => {
    const postgres = connect(Number(port), hostname);
    let said = 0;
    till.pipe(postgres);
    postgres.on('data', (chunk: Buffer) => {
      said += chunk.length;
      if (said <= bytesMax) till.write(chunk);
    });
    for (const [one, other] of [[till, postgres] as const, [postgres, till] as const])
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const through = Object.assign(new URL(url), { port: String((server.address() as AddressInfo).port) });
  return { url: through.href, close: () => void server.close() };
}

async function sumOf(connectionString: string, silentMsMax: number): Promise<number> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  const client = await pool.connect();
  let failed: Error | undefined;
  let sum = 0;
  try {
    await copyRows(client, QUERY, 2, (row) => (sum += int8Of(row, 1)), silentMsMax);
    return sum;
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    client.release(failed);
    await pool.end();
  }
}

test('a COPY that falls silent ends with an error that says so, and its connection goes', async () => {
  const { url } = await freshDatabase();
  const proxy = await silentAfter(500_000, url);
  await expect(sumOf(proxy.url, 300)).rejects.toThrow('Postgres sent nothing for 300 ms of a COPY');
  proxy.close();
  expect(await sumOf(url, 10_000)).toBe(ROWS * (ROWS + 1));
});
