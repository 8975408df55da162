import { NotUnderstood, parseCommand } from '../../../src/edge/cli/till/command.js';
import { formatCount, formatMinor, formatQuantity, parseMinor, parseQuantity } from '../../../src/edge/cli/till/format.js';

describe('what a cashier types', () => {
  it.each([
    ['TEA', { do: 'scan', sku: 'TEA', quantityMilli: 1000, unitPriceMinor: null }],
    ['TEA 3', { do: 'scan', sku: 'TEA', quantityMilli: 3000, unitPriceMinor: null }],
    ['  APPLES   0.356 @4.99 ', { do: 'scan', sku: 'APPLES', quantityMilli: 356, unitPriceMinor: 499 }],
    ['APPLES @5 2', { do: 'scan', sku: 'APPLES', quantityMilli: 2000, unitPriceMinor: 500 }],
    ['card 9001', { do: 'card', number: '9001' }],
    ['card -', { do: 'card', number: '' }],
    ['coupon ten', { do: 'coupon', code: 'ten' }],
    ['burn max', { do: 'burn', points: 'max' }],
    ['burn 0', { do: 'burn', points: 0 }],
    ['remove 2', { do: 'remove', line: 2 }],
    ['return 1 0.5', { do: 'return', line: 1, quantityMilli: 500 }],
    ['show R1', { do: 'show', receiptNumber: 'R1', businessDate: '' }],
    ['show R1 2026-03-14', { do: 'show', receiptNumber: 'R1', businessDate: '2026-03-14' }],
    ['PAY', { do: 'pay' }],
    ['exit', { do: 'quit' }],
    ['', { do: 'nothing' }],
  ])('%j', (text, command) => expect(parseCommand(text)).toEqual(command));

  it.each([
    'TEA 0',
    'TEA 1.2345',
    'TEA -1',
    'TEA 1 2',
    'TEA @4.999',
    'card',
    'card 1 2',
    'burn',
    'burn -5',
    'burn 1.5',
    'remove 0',
    'return 1',
    'return x 1',
    'show',
  ])('%j is answered with how it is written', (text) => expect(() => parseCommand(text)).toThrow(NotUnderstood));
});

describe('amounts as text', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [123_456_789, '1,234,567.89'],
    [Number.MAX_SAFE_INTEGER, '90,071,992,547,409.91'],
  ])('%d minor units are %s', (minor, text) => expect(formatMinor(minor)).toBe(text));

  it('in a currency without decimals', () => expect(formatMinor(1234, 0)).toBe('1,234'));
  it.each([
    [1_000, '1'],
    [356, '0.356'],
    [1_500, '1.5'],
    [1_000_000_000, '1,000,000'],
  ])('%d thousandths are %s', (milli, text) => expect(formatQuantity(milli)).toBe(text));
  it.each([
    [999, '999'],
    [1_000, '1,000'],
    [-1_234_567, '-1,234,567'],
  ])('%d is %s', (count, text) => expect(formatCount(count)).toBe(text));
  it.each([
    ['1', 1000],
    ['0.356', 356],
    ['999999.999', 999_999_999],
    ['0', null],
    ['0.0001', null],
    ['1e3', null],
    ['.5', null],
  ])('the quantity %s is %d', (text, milli) => expect(parseQuantity(text)).toBe(milli));
  it.each([
    ['4.99', 499],
    ['4.9', 490],
    ['4', 400],
    ['4.999', null],
    ['', null],
    ['-4', null],
  ])('the price %s is %d', (text, minor) => expect(parseMinor(text)).toBe(minor));
});
