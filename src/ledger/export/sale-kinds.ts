import { date, instant, member, sale, selected, text, total, whole, type ExportKind } from './export-kind.js';

const PAGE = `
WITH page AS MATERIALIZED (
  SELECT s.* FROM ledger.sale s
  WHERE (s.bucket, s.sale_id) > ($1, $2) AND $3::bigint IS NOT NULL AND ${selected('s')}
  ORDER BY s.bucket, s.sale_id LIMIT $8
)`;
const KEY = 's.bucket AS k_bucket, s.sale_id AS k_id, 0 AS k_number';

/** One row for each sale or authorize, with its totals. */
export const SALES: ExportKind = {
  name: 'sales',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    sale,
    ...text('kind', 'store_id', 'terminal_id'),
    ...date('business_date'),
    ...text('receipt_number'),
    ...instant('purchased_at', 'booked_at'),
    member,
    ...whole('rule_set_version'),
    ...total('regular_minor', 'discount_minor', 'net_minor', 'burn_minor', 'payable_minor', 'burn_points', 'earn_points'),
    ...whole('link'),
  ],
  keysPerPage: 5000,
  sql: `${PAGE}
SELECT ${KEY}, true AS k_present, s.period::text AS period, s.bucket, s.sale_id, s.kind, s.store_id, s.terminal_id,
  s.business_date::text AS business_date, s.receipt_number, s.purchased_at, s.booked_at, s.member_id, s.rule_set_version, s.regular_minor,
  s.regular_minor - s.net_minor AS discount_minor, s.net_minor, s.burn_minor, s.payable_minor, s.burn_points, s.earn_points, s.link
FROM page s ORDER BY s.bucket, s.sale_id`,
};

/** What each rule took off each line of each sale. */
export const DISCOUNTS: ExportKind = {
  name: 'discounts',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    sale,
    ...whole('line_number', 'position'),
    ...text('sku', 'stage', 'rule_id'),
    ...total('amount_minor'),
    ...text('store_id'),
    ...whole('rule_set_version'),
    ...instant('purchased_at'),
    ...whole('link'),
  ],
  keysPerPage: 2000,
  sql: `${PAGE}
SELECT ${KEY}, d.position IS NOT NULL AS k_present, s.period::text AS period, s.bucket, s.sale_id, d.line_number, d.position, d.sku, d.stage,
  d.rule_id, d.amount_minor, s.store_id, s.rule_set_version, s.purchased_at, s.link
FROM page s
LEFT JOIN LATERAL ledger.sale_discount(s) d ON true
ORDER BY s.bucket, s.sale_id, d.line_number, d.position`,
};

/** Captures, voids and returns. */
export const OPERATIONS: ExportKind = {
  name: 'operations',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    sale,
    ...whole('sequence'),
    ...text('operation_id', 'kind', 'store_id', 'terminal_id'),
    ...date('business_date'),
    member,
    ...instant('event_at', 'created_at'),
    ...total('refund_minor', 'clawback_points', 'give_back_points'),
    ...whole('link'),
  ],
  keysPerPage: 5000,
  sql: `
SELECT o.bucket AS k_bucket, o.sale_id AS k_id, o.sequence AS k_number, true AS k_present, o.period::text AS period, o.bucket, o.sale_id,
  o.sequence, o.operation_id, o.kind, o.store_id, o.terminal_id, o.business_date::text AS business_date, o.member_id, o.event_at, o.created_at,
  o.refund_minor, coalesce((o.answer ->> 'clawbackPoints')::bigint, 0) AS clawback_points,
  coalesce((o.answer ->> 'giveBackPoints')::bigint, 0) AS give_back_points, o.link
FROM ledger.operation o
WHERE (o.bucket, o.sale_id, o.sequence) > ($1, $2, $3) AND ${selected('o')}
ORDER BY o.bucket, o.sale_id, o.sequence LIMIT $8`,
};

/** Goods that came back without a receipt: money alone, and no points. */
export const UNRECEIPTED_RETURNS: ExportKind = {
  name: 'unreceipted-returns',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    ...text('return_id', 'store_id', 'terminal_id'),
    ...date('business_date'),
    ...text('receipt_number'),
    ...instant('created_at'),
    ...whole('rule_set_version'),
    ...total('refund_minor'),
    ...text('reason'),
    ...whole('link'),
  ],
  keysPerPage: 5000,
  sql: `
SELECT u.bucket AS k_bucket, u.return_id AS k_id, 0 AS k_number, true AS k_present, u.period::text AS period, u.bucket,
  'ret_' || u.return_id AS return_id, u.store_id, u.terminal_id, u.business_date::text AS business_date, u.receipt_number, u.created_at,
  u.rule_set_version, u.refund_minor, u.reason, u.link
FROM ledger.unreceipted_return u
WHERE (u.bucket, u.return_id) > ($1, $2) AND $3::bigint IS NOT NULL AND ${selected('u')}
ORDER BY u.bucket, u.return_id LIMIT $8`,
};
