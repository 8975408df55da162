import type pg from 'pg';
import type { BadLines } from '../rulebook/access/bad-lines.js';
import { workOnUpload, type Worked } from './take-upload.js';

/**
 * What a line of a list of members asks for, as it waits: by card or by id, each with its bucket. What is absent stays as it is.
 * Segments are set first, then added to, then taken from.
 */
export interface MemberLine {
  readonly card_bucket?: number;
  readonly card_number?: string;
  readonly bucket?: number;
  readonly member_id?: string;
  readonly tier?: string;
  readonly tier_until?: string;
  readonly segments?: readonly string[];
  readonly add_segments?: readonly string[];
  readonly remove_segments?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

const WHY = `CASE WHEN m.member_id IS NULL THEN 'unknown_member' WHEN m.erased_at IS NOT NULL THEN 'member_erased'
      WHEN m.merged_into IS NOT NULL THEN 'member_merged' END AS refused`;
const SENTENCE = `CASE f.refused
      WHEN 'unknown_member' THEN 'Nobody is known by this card number or id' WHEN 'member_erased' THEN 'The member was erased'
      ELSE 'The member was merged into another one: name that one' END`;

const MARK_MISSING = `
WITH found AS (
  SELECT l.line, ${WHY}
  FROM (SELECT line, content FROM member.upload_line WHERE upload_id = $1 AND content IS NOT NULL) l
  CROSS JOIN LATERAL json_to_record(l.content) AS x (card_bucket smallint, card_number text, bucket smallint, member_id uuid)
  LEFT JOIN member.card c ON c.card_bucket = x.card_bucket AND c.card_number = x.card_number
  LEFT JOIN member.member m ON m.bucket = coalesce(c.bucket, x.bucket) AND m.member_id = coalesce(c.member_id, x.member_id)
), marked AS (
  UPDATE member.upload_line u SET content = NULL, refused_code = f.refused, refused_detail = ${SENTENCE}
  FROM found f WHERE u.upload_id = $1 AND u.line = f.line AND f.refused IS NOT NULL RETURNING u.line, u.refused_detail AS detail
)
SELECT line, detail FROM marked ORDER BY line LIMIT 1000`;

/** Of a list that waits: lines that lead to nobody. */
export async function markMissing(tx: pg.PoolClient, uploadId: string, bad: BadLines): Promise<void> {
  const { rows } = await tx.query<{ line: number; detail: string }>(MARK_MISSING, [uploadId]);
  for (const { line, detail } of rows) bad.add(line, '', detail);
}

/**
 * One statement a page. Of two lines for one member the first goes, the other waits for the next page, so that they count in their order.
 * Members are locked in the order in which operations lock them.
 */
const APPLY = `
WITH page AS (
  SELECT l.line, x.* FROM (SELECT line, content FROM member.upload_line WHERE upload_id = $1 AND content IS NOT NULL ORDER BY line LIMIT $2) l
  CROSS JOIN LATERAL json_to_record(l.content) AS x (card_bucket smallint, card_number text, bucket smallint, member_id uuid, tier text,
    tier_until timestamptz, segments text[], add_segments text[], remove_segments text[], attributes jsonb)
), found AS (
  SELECT p.line, m.bucket, m.member_id, ${WHY},
    row_number() OVER (PARTITION BY m.bucket, m.member_id ORDER BY p.line) AS turn,
    p.tier, p.tier_until, p.segments, p.add_segments, p.remove_segments, p.attributes
  FROM page p
  LEFT JOIN member.card c ON c.card_bucket = p.card_bucket AND c.card_number = p.card_number
  LEFT JOIN member.member m ON m.bucket = coalesce(c.bucket, p.bucket) AND m.member_id = coalesce(c.member_id, p.member_id)
), locked AS (
  SELECT f.* FROM member.member m JOIN found f ON f.bucket = m.bucket AND f.member_id = m.member_id
  WHERE f.refused IS NULL AND f.turn = 1 ORDER BY m.bucket, m.member_id FOR UPDATE OF m
), changed AS (
  UPDATE member.member m SET
    tier = coalesce(f.tier, m.tier), tier_until = CASE WHEN f.tier IS NULL THEN m.tier_until ELSE f.tier_until END,
    segments = (SELECT coalesce(array_agg(DISTINCT s.name ORDER BY s.name), '{}')
                FROM unnest(coalesce(f.segments, m.segments) || coalesce(f.add_segments, '{}')) AS s (name)
                WHERE s.name <> ALL (coalesce(f.remove_segments, '{}'))),
    attributes = CASE WHEN f.attributes IS NULL THEN m.attributes ELSE
      (SELECT coalesce(jsonb_object_agg(a.key, a.value), '{}') FROM jsonb_each(m.attributes || f.attributes) a WHERE a.value <> '""') END
  FROM locked f WHERE m.bucket = f.bucket AND m.member_id = f.member_id
), gone AS (
  DELETE FROM member.upload_line u USING locked f WHERE u.upload_id = $1 AND u.line = f.line RETURNING 1
), refused AS (
  UPDATE member.upload_line u SET content = NULL, refused_code = f.refused, refused_detail = ${SENTENCE}
  FROM found f WHERE u.upload_id = $1 AND u.line = f.line AND f.refused IS NOT NULL RETURNING 1
)
SELECT (SELECT count(*) FROM gone)::integer AS done, (SELECT count(*) FROM refused)::integer AS refused`;

/** The planner takes a list that has just come for a short one and reads whole tables; every row here is found by its key. */
const BY_KEY =
  'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off';

/** Changes the next members of a list that waits; false where none does. The next quote of each sees it, on every engine. */
export async function applyMembers(db: pg.Pool, linesMax: number): Promise<boolean> {
  return workOnUpload(db, 'members', async (tx, { uploadId }) => {
    await tx.query(BY_KEY);
    const { rows } = await tx.query<Worked>({ name: 'upload_apply_members', text: APPLY, values: [uploadId, linesMax] });
    return rows[0]!;
  });
}
