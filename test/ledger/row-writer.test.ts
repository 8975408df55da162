/** Rows for Postgres in binary: what is written by hand is what Postgres reads, and memory is used again only when it was given back. */
import pg from 'pg';
import { RowWriter } from '../../src/ledger/row-writer.js';
import { freshDatabase } from '../support/database.js';

const UUID = '018f2c3d-4e5f-7a6b-8c9d-0e1f2a3b4c5d';
const TEXTS = [
  '',
  'plain',
  'ünïcödé',
  '漢字 and more',
  'a'.repeat(63),
  'b'.repeat(64),
  'c'.repeat(65),
  `${'d'.repeat(70)}é`,
  '"quoted" \\ {,}',
];

test('Postgres reads texts and UUIDs as they were written', async () => {
  const { url } = await freshDatabase();
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query('CREATE TYPE public.written AS (value text, id uuid, many text[])');
  const { rows } = await db.query<{ oid: number }>("SELECT 'public.written'::regtype::oid::integer AS oid");
  const writer = new RowWriter(3);
  for (const text of TEXTS) writer.row().text(text).uuid(UUID).texts([text, 'x']).close();
  const read = await db.query('SELECT value, id, many FROM unnest($1::public.written[])', [writer.finish(rows[0]!.oid)]);
  expect(read.rows).toEqual(TEXTS.map((value) => ({ value, id: UUID, many: [value, 'x'] })));
  await db.end();
});

test('a batch in work keeps its memory; a batch that was released gives it to the next', () => {
  const write = (text: string) => {
    const writer = new RowWriter(1);
    writer.row().text(text).close();
    return { writer, bytes: writer.finish(25)! };
  };
  const first = write('first');
  const second = write('second');
  const isSamePlace = (one: Buffer, other: Buffer) => one.buffer === other.buffer && one.byteOffset === other.byteOffset;
  expect(isSamePlace(first.bytes, second.bytes)).toBe(false);
  const sent = Buffer.from(first.bytes);
  second.writer.release();
  const third = write('third');
  expect(isSamePlace(third.bytes, second.bytes)).toBe(true);
  expect(first.bytes.equals(sent)).toBe(true);
});
