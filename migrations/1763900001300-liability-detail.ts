import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is owed in money, by the store and campaign that gave the points. */
export class LiabilityDetail1763900001300 implements MigrationInterface {
  readonly name = 'LiabilityDetail1763900001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEW);
    await runner.query(GRANT);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back');
  }
}

/**
 * Each part is what the sum up to it is worth less what the sum before it was worth, in the order of store and campaign. So the parts of
 * a month sum to the month in finance.liability, no part is off by more than a minor unit, and a part opens with what it closed with:
 * what came into being later was nothing at the end of the month before, and shifts no other part.
 */
const VIEW = `
CREATE VIEW finance.liability_detail AS
WITH valued AS (
  SELECT r.*, p.state, p.rate_points, p.rate_minor, p.rate_minor::numeric / p.rate_points AS rate,
    p.before_minor::numeric / p.before_points AS rate_before
  FROM finance.roll_forward r
  JOIN (
    SELECT k.*, lag(k.rate_points, 1, k.rate_points) OVER w AS before_points, lag(k.rate_minor, 1, k.rate_minor) OVER w AS before_minor
    FROM finance.period k WINDOW w AS (ORDER BY k.period)
  ) p ON p.period = r.period
), parts AS (
  SELECT v.*,
    (round(sum(opening) OVER upto * rate_before) - round((sum(opening) OVER upto - opening) * rate_before))::bigint AS opening_minor,
    (round(sum(issued - clawed_back) OVER upto * rate) - round((sum(issued - clawed_back) OVER upto - (issued - clawed_back)) * rate))::bigint
      AS deferred_minor,
    (round(sum(redeemed - given_back) OVER upto * rate) - round((sum(redeemed - given_back) OVER upto - (redeemed - given_back)) * rate))::bigint
      AS recognised_minor,
    (round(sum(expired) OVER upto * rate) - round((sum(expired) OVER upto - expired) * rate))::bigint AS breakage_minor,
    (round(sum(adjusted + transferred + repaid) OVER upto * rate)
      - round((sum(adjusted + transferred + repaid) OVER upto - (adjusted + transferred + repaid)) * rate))::bigint AS adjusted_minor,
    (round(sum(closing) OVER upto * rate) - round((sum(closing) OVER upto - closing) * rate))::bigint AS closing_minor
  FROM valued v
  WINDOW upto AS (PARTITION BY period ORDER BY store_id COLLATE "C", campaign_id COLLATE "C")
)
SELECT period, state, store_id, campaign_id, opening, issued, clawed_back, redeemed, given_back, expired, adjusted, transferred, repaid, closing,
  rate_points, rate_minor, opening_minor, deferred_minor, recognised_minor, breakage_minor, adjusted_minor,
  closing_minor - (opening_minor + deferred_minor - recognised_minor - breakage_minor + adjusted_minor) AS revaluation_minor, closing_minor
FROM parts;
`;

const GRANT = `
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tallystick_finance') THEN
    GRANT SELECT ON finance.liability_detail TO tallystick_finance;
  END IF;
END $$;
`;
