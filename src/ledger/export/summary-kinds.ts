import { date, text, total, whole, type ExportKind } from './export-kind.js';

const UNUSED = `$2::uuid IS NOT NULL AND $3::bigint IS NOT NULL AND $6::bigint[] IS NOT NULL AND $7::bigint[] IS NOT NULL AND $8::integer IS NOT NULL
  AND $9::timestamptz IS NOT NULL`;

/** Few rows, read at once in one snapshot: the key is the same for all, and the second page is empty. */
const once = (columns: string, view: string, order: string): string => `
SELECT 0 AS k_bucket, '00000000-0000-0000-0000-000000000000'::uuid AS k_id, 0 AS k_number, true AS k_present, ${columns}
FROM ${view} r WHERE $1::integer < 0 AND ${UNUSED} AND r.period BETWEEN $4 AND $5
ORDER BY ${order}`;

/** opening + issued − clawed back − redeemed + given back − expired + adjusted + transferred + repaid = closing. */
export const ROLL_FORWARD: ExportKind = {
  name: 'roll-forward',
  columns: [
    ...date('period'),
    ...text('store_id', 'campaign_id'),
    ...whole('opening'),
    ...total('issued', 'clawed_back', 'redeemed', 'given_back', 'expired', 'adjusted', 'transferred', 'repaid'),
    ...whole('closing'),
  ],
  keysPerPage: 1,
  sql: once(
    'r.period::text AS period, r.store_id, r.campaign_id, r.opening, r.issued, r.clawed_back, r.redeemed, r.given_back, r.expired, r.adjusted, r.transferred, r.repaid, r.closing',
    'finance.roll_forward',
    'r.period, r.store_id COLLATE "C", r.campaign_id COLLATE "C"',
  ),
};

/** The same by period, in points and in money at the programme's rate. */
export const LIABILITY: ExportKind = {
  name: 'liability',
  columns: [
    ...date('period'),
    ...whole('opening'),
    ...total('issued', 'clawed_back', 'redeemed', 'given_back', 'expired', 'adjusted', 'transferred'),
    ...whole('closing', 'rate_points', 'rate_minor', 'opening_minor'),
    ...total('deferred_minor', 'recognised_minor', 'breakage_minor', 'adjusted_minor', 'revaluation_minor'),
    ...whole('closing_minor'),
  ],
  keysPerPage: 1,
  sql: once(
    'r.period::text AS period, r.opening, r.issued, r.clawed_back, r.redeemed, r.given_back, r.expired, r.adjusted, r.transferred, r.closing, r.rate_points, r.rate_minor, r.opening_minor, r.deferred_minor, r.recognised_minor, r.breakage_minor, r.adjusted_minor, r.revaluation_minor, r.closing_minor',
    'finance.liability',
    'r.period',
  ),
};

/** The same by the store and campaign that gave the points: the parts of a month sum to its row in `liability`. */
export const LIABILITY_DETAIL: ExportKind = {
  name: 'liability-detail',
  columns: [
    ...date('period'),
    ...text('store_id', 'campaign_id'),
    ...whole('opening'),
    ...total('issued', 'clawed_back', 'redeemed', 'given_back', 'expired', 'adjusted', 'transferred', 'repaid'),
    ...whole('closing', 'rate_points', 'rate_minor', 'opening_minor'),
    ...total('deferred_minor', 'recognised_minor', 'breakage_minor', 'adjusted_minor', 'revaluation_minor'),
    ...whole('closing_minor'),
  ],
  keysPerPage: 1,
  sql: once(
    'r.period::text AS period, r.store_id, r.campaign_id, r.opening, r.issued, r.clawed_back, r.redeemed, r.given_back, r.expired, r.adjusted, r.transferred, r.repaid, r.closing, r.rate_points, r.rate_minor, r.opening_minor, r.deferred_minor, r.recognised_minor, r.breakage_minor, r.adjusted_minor, r.revaluation_minor, r.closing_minor',
    'finance.liability_detail',
    'r.period, r.store_id COLLATE "C", r.campaign_id COLLATE "C"',
  ),
};
