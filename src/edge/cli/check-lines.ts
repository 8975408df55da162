/**
 * `npm run check:lines -- FILE [PRODUCTS]`: rebuilds the card price of each real line as a price list and each coupon as a rule, prices every
 * receipt, and compares what is paid with the record, to the cent.
 */
import { pathToFileURL } from 'node:url';
import { compile } from '../../core/rules/compile.js';
import { validateProgramme } from '../../core/rules/validate.js';
import { compareLines } from './lines/compare-lines.js';
import type { LineCounts } from './lines/compare-lines.js';
import { readProducts, readReceipts } from './lines/real-receipt.js';
import type { RealProduct, RealReceipt } from './lines/real-receipt.js';
import { toProgramme } from './lines/to-programme.js';

/** Counts of equal and unequal lines of a file. */
export function checkLines(receipts: readonly RealReceipt[], products: readonly RealProduct[] = []): LineCounts {
  const { programme, errors } = validateProgramme(toProgramme(receipts, products));
  if (programme === null) throw new Error(`The rebuilt programme is refused: ${errors[0]?.pointer} ${errors[0]?.sentence}`);
  return compareLines(receipts, compile(programme, 1, 'real-lines'));
}

const count = (n: number): string => n.toLocaleString('en').padStart(9);

function report(receipts: number, counts: LineCounts): string {
  const rows = [
    `${count(receipts)} receipts`,
    `${count(counts.lines)} lines`,
    `${count(counts.equal)} equal: regular amount, card price and paid are the record's, to the cent`,
    `${count(counts.equalToZero)} equal but for the end: the record is below zero, the engine stops at zero`,
    `${count(counts.unsold)} not priced: nothing was sold`,
    `${count(counts.unequal.length)} unequal`,
    '',
    `${count(counts.cardPriced.lines)} lines with a card price, ${counts.cardPriced.minor} cents off`,
    `${count(counts.coupons.lines)} lines with a coupon, ${counts.coupons.minor} cents off`,
    '',
    'quirks of the record',
    ...[...counts.quirks].map(([quirk, lines]) => `${count(lines)} ${quirk}`),
    ...counts.unequal.slice(0, 20),
  ];
  return rows.join('\n');
}

function main([file, products]: readonly string[]): number {
  if (file === undefined) {
    console.error('Name the file of receipts: npm run check:lines -- FILE [PRODUCTS]');
    return 2;
  }
  const receipts = readReceipts(file);
  const counts = checkLines(receipts, products === undefined ? [] : readProducts(products));
  console.log(report(receipts.length, counts));
  return counts.unequal.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main(process.argv.slice(2));
