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

const WHOLE = [0, 1, -1, 127, 128, 255, 256, 32_767, -32_768] as const;
const WORDS = [...WHOLE, 65_536, 2_147_483_647, -2_147_483_648] as const;
const LONGS = [...WORDS, 4_294_967_295, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER] as const;
const DAYS = ['1999-12-31', '2000-01-01', '2000-02-29', '2026-11-23', '9999-12-31', '0001-01-01'] as const;
const INSTANTS = [0, -1, 946_684_800_000, 946_684_799_999, 1_795_000_000_001, 253_402_300_799_999] as const;

test('Postgres reads numbers, days and instants to their ends, and nothing where there is nothing, wherever the memory grows', async () => {
  const { url } = await freshDatabase();
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(`CREATE TYPE public.counted AS (small smallint, word integer, long bigint, day date, at timestamptz, longs bigint[],
    smalls smallint[], yes boolean, filler text, no_word integer, no_long bigint, no_at timestamptz, no_id uuid, no_text text)`);
  const { rows } = await db.query<{ oid: number }>("SELECT 'public.counted'::regtype::oid::integer AS oid");
  const writer = new RowWriter(14);
  const given = Array.from({ length: 900 }, (_, k) => ({
    ...{ small: WHOLE[k % WHOLE.length]!, word: WORDS[k % WORDS.length]!, long: LONGS[k % LONGS.length]! },
    ...{ day: DAYS[k % DAYS.length]!, at: INSTANTS[k % INSTANTS.length]!, filler: 'x'.repeat(k % 71), yes: k % 2 === 0 },
  }));
  for (const { small, word, long, day, at, filler, yes } of given) {
    writer.row().int2(small).int4(word).int8(long).date(day).instant(at).int8s([long, 0, -long]).int2s(WHOLE).bool(yes).text(filler);
    writer.int4(null).int8(null).instant(null).uuid(null).text(null).close();
  }
  const read = await db.query<{ row: object }>(
    `SELECT json_build_object('small', small, 'word', word, 'long', long, 'day', day, 'at', (extract(epoch FROM at) * 1000)::bigint,
       'longs', longs, 'smalls', smalls, 'yes', yes, 'filler', filler,
       'none', num_nulls(no_word, no_long, no_at, no_id, no_text)) AS row FROM unnest($1::public.counted[])`,
    [writer.finish(rows[0]!.oid)],
  );
  expect(read.rows.map(({ row }) => row)).toEqual(
    given.map((row) => ({ ...row, longs: [row.long, 0, row.long === 0 ? 0 : -row.long], smalls: WHOLE, none: 5 })),
  );
  await db.end();
});

test('a number that does not fit into its column is refused, not cut', () => {
  const writer = new RowWriter(1);
  for (const value of [32_768, -32_769, 0.5, NaN]) expect(() => writer.int2(value)).toThrow(RangeError);
  for (const value of [2_147_483_648, -2_147_483_649, 0.5, NaN, Infinity]) expect(() => writer.int4(value)).toThrow(RangeError);
  for (const value of [2 ** 53, 0.5, NaN, Infinity]) expect(() => writer.int8(value)).toThrow(RangeError);
  expect(() => writer.date('tomorrow')).toThrow(RangeError);
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
