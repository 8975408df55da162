/** What is written byte by byte is what `JSON.stringify` would have written, without the zeros at the end of rows. */
import fc from 'fast-check';
import { DocumentWriter } from '../../src/ledger/document-writer.js';

type Row = readonly (number | string | Row)[];

const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -0, 9, 10, 999_999_999, 1_000_000_000, 0.5, -1e21));
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '"', '\\', '\u0000', '\u007f', 'ü', '漢', '\ud800'));
const { row } = fc.letrec<{ row: Row; value: number | string | Row }>((tie) => ({
  row: fc.array(tie('value'), { maxLength: 8 }),
  value: fc.oneof({ depthSize: 'small' }, number, text, tie('row')),
}));

function write(to: DocumentWriter, values: Row, isWhole: boolean): void {
  to.open();
  for (const value of values) {
    if (typeof value === 'number') to.integer(value);
    else if (typeof value === 'string') to.text(value);
    else if (value.length === 3) to.json(value);
    else write(to, value, value.length % 2 === 0);
  }
  if (isWhole) to.closeWhole();
  else to.close();
}

function trimmed(values: Row, isWhole: boolean): Row {
  const all = values.map((value) => (typeof value === 'object' && value.length !== 3 ? trimmed(value, value.length % 2 === 0) : value));
  while (!isWhole && all.length > 0 && all.at(-1) === 0) all.pop();
  return all;
}

test('any rows of numbers and texts, with one writer', () => {
  const to = new DocumentWriter();
  fc.assert(
    fc.property(row, fc.boolean(), (values, isWhole) => {
      write(to, values, isWhole);
      expect(to.take()).toBe(JSON.stringify(trimmed(values, isWhole)));
    }),
    { numRuns: 2_000 },
  );
});

test('long texts, in ASCII and not, and what a fault left half written', () => {
  const to = new DocumentWriter();
  for (const long of ['x'.repeat(70_000), 'é'.repeat(2_000_000), '"'.repeat(100)]) {
    to.open();
    to.text('left over');
    to.reset();
    to.open();
    to.integer(7);
    to.text(long);
    to.json(undefined);
    to.closeWhole();
    expect(to.take()).toBe(JSON.stringify([7, long, null]));
  }
});
