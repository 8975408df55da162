/** The receipt and the customer of a case. */
import { NO_COUNTERS } from '../../../core/member.js';
import type { MemberState, Usage } from '../../../core/member.js';
import { milli, minor, points } from '../../../core/money.js';
import type { RawLine, RawReceipt } from '../../../core/raw-receipt.js';
import { Unsupported } from './neutral-case.js';
import type { NeutralCase, NeutralLine } from './neutral-case.js';
import { DISCOUNTABLE } from './to-filter.js';
import { toCode } from './to-programme.js';

/** Where a case names no time. */
const SOME_DAY = '2024-06-15T12:00:00Z';

export function toReceipt(neutral: NeutralCase): RawReceipt {
  const now = neutral.context?.now ?? SOME_DAY;
  return {
    storeId: 'store',
    terminalId: 'till',
    businessDate: now.slice(0, 10),
    receiptNumber: '1',
    purchasedAtMs: Date.parse(now),
    currency: neutral.currency,
    channel: 'pos',
    cardNumber: '',
    lines: neutral.receipt.lines.map(toLine),
    coupons: (neutral.context?.coupons ?? []).map(toCode),
    tenders: [],
    attributes: {},
    burn: { kind: 'none' },
  };
}

function toLine(line: NeutralLine, index: number): RawLine {
  const quantity = line.qty * 1000;
  if (!Number.isSafeInteger(quantity)) throw new Unsupported(`a quantity of ${line.qty}`);
  if (line.unit === undefined && line.line_total === undefined) throw new Unsupported('a line without a price');
  return {
    lineNumber: index + 1,
    sku: line.sku ?? line.id,
    quantityMilli: milli(quantity),
    unitPriceMinor: line.line_total === undefined ? minor(line.unit ?? 0) : null,
    amountMinor: line.line_total === undefined ? null : minor(line.line_total),
    weighed: quantity % 1000 !== 0,
    minimumMinor: minor(Math.floor((line.min_unit ?? 0) * line.qty)),
    categories: line.category ?? [],
    brand: line.brand ?? '',
    tags: [],
    attributes: { reduced: line.already_discounted === true, [DISCOUNTABLE]: line.discountable !== false },
    notDiscountable: line.discountable === false,
    notBurnable: false,
    notEarning: false,
  };
}

/** Null: nobody in particular. */
export function toMember(neutral: NeutralCase, usage: Readonly<Record<string, Usage>>): MemberState | null {
  const customer = neutral.context?.customer;
  if (customer === undefined || customer === null) return null;
  return {
    memberId: customer.id ?? 'customer',
    version: 1,
    tier: '',
    segments: customer.groups ?? [],
    birthDate: '',
    enrolledAtMs: 0,
    attributes: {},
    activePoints: points(0),
    pendingPoints: points(0),
    counters: { ...NO_COUNTERS, purchases: customer.completed_orders ?? 0, usage },
  };
}
