/** Lines of lists of members: what one may say, and what it becomes while it waits. */
import { SHAPE } from '../../../config.js';
import { utcText } from '../../../core/time.js';
import { bucketOf } from '../../../ledger/bucket.js';
import { bucketOfId, uuidOf } from '../../../ledger/ids.js';
import type { CheckLine } from '../../../members/create-upload.js';
import type { GrantLine } from '../../../members/grant-line.js';
import type { MemberLine } from '../../../members/apply-members.js';
import type { BadLines } from '../../../rulebook/access/bad-lines.js';
import { rowOf, type Columns } from '../../cli/grant/read-grants.js';

const SEGMENTS_MAX = 100;
const KNOWN = new Set(['card_number', 'member_id', 'tier', 'tier_until', 'segments', 'add_segments', 'remove_segments', 'attributes']);
// Control characters break lists and logs.
// eslint-disable-next-line no-control-regex
const TEXT = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,64}$/;

type Cells = Readonly<Record<string, unknown>>;

/** Of a list of members: segments and tiers, and attributes where it is NDJSON. In CSV segments stand between bars, `vip|family`. */
export const checkMemberLine: CheckLine = ({ line, cells }, bad) => {
  const before = bad.count;
  const say = (field: string, message: string): void => bad.add(line, field, message);
  for (const name of Object.keys(cells))
    if (!KNOWN.has(name)) say(name, `There is no field ${name} here; it knows ${[...KNOWN].join(', ')}`);
  const who = memberOf(cells, say);
  const tier = textOf(cells, 'tier', say);
  const tierUntil = textOf(cells, 'tier_until', say);
  const until = tierUntil === undefined ? null : utcText(tierUntil);
  if (tierUntil !== undefined && until === null)
    say('tier_until', 'tier_until must be an instant of ISO 8601 with its offset, as 2027-01-01T00:00:00Z');
  if (tierUntil !== undefined && tier === undefined) say('tier_until', 'tier_until goes with a tier');
  const lists = Object.fromEntries(
    ['segments', 'add_segments', 'remove_segments'].flatMap((name) => {
      const list = segmentsOf(cells, name, say);
      return list === undefined ? [] : [[name, list]];
    }),
  );
  const attributes = attributesOf(cells, say);
  if (bad.count === before && tier === undefined && attributes === undefined && Object.keys(lists).length === 0)
    say('', 'The line changes nothing: give tier, segments, add_segments, remove_segments or attributes');
  if (bad.count > before) return null;
  const content: MemberLine = {
    ...who,
    ...lists,
    ...(tier === undefined ? {} : { tier }),
    ...(until === null ? {} : { tier_until: until }),
    ...(attributes === undefined ? {} : { attributes }),
  };
  return content;
};

/** Of a list of grants: as the command `grant` reads them. */
export function grantChecker(reason: string, timeZone: string): CheckLine {
  return ({ line, cells }, bad: BadLines) => {
    const texts: Columns = Object.fromEntries(
      Object.entries(cells).map(([name, value]) => [
        name,
        typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
      ]),
    );
    const row = rowOf(texts, line, { reason, timeZone });
    if (typeof row === 'string') return (bad.add(line, '', row), null);
    const { member, points, expiresAtMs, reason: why } = row;
    const content: GrantLine = { member, points, reason: why, ...(typeof expiresAtMs === 'number' ? { expiresAtMs } : {}) };
    return content;
  };
}

type Say = (field: string, message: string) => void;

function memberOf(cells: Cells, say: Say): Partial<MemberLine> {
  const cardNumber = textOf(cells, 'card_number', say);
  const memberId = textOf(cells, 'member_id', say);
  if ((cardNumber === undefined) === (memberId === undefined)) say('', 'Give one of card_number and member_id');
  if (cardNumber !== undefined) return { card_bucket: bucketOf(cardNumber), card_number: cardNumber };
  if (memberId === undefined) return {};
  const uuid = uuidOf('mbr', memberId);
  if (uuid === null) say('member_id', 'member_id must be the id of a member, as mbr_…');
  return uuid === null ? {} : { bucket: bucketOfId(uuid), member_id: uuid };
}

/** An empty cell says nothing. */
function textOf(cells: Cells, name: string, say: Say): string | undefined {
  const value = cells[name];
  if (value === undefined || value === '' || value === null) return undefined;
  if (typeof value === 'string' && TEXT.test(value)) return value;
  say(name, `${name} must have 1 to ${SHAPE.textMax} printable characters`);
  return undefined;
}

function segmentsOf(cells: Cells, name: string, say: Say): readonly string[] | undefined {
  const value = cells[name];
  if (value === undefined || value === '' || value === null) return undefined;
  const list: unknown = typeof value === 'string' ? value.split('|').map((one) => one.trim()) : value;
  const good =
    Array.isArray(list) && list.length <= SEGMENTS_MAX && list.every((one): one is string => typeof one === 'string' && TEXT.test(one));
  if (good) return list as string[];
  say(name, `${name} must be at most ${SEGMENTS_MAX} names of 1 to ${SHAPE.textMax} printable characters`);
  return undefined;
}

function attributesOf(cells: Cells, say: Say): Readonly<Record<string, string>> | undefined {
  const value = cells['attributes'];
  if (value === undefined || value === '' || value === null) return undefined;
  const good =
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.entries(value).every(([key, text]) => TEXT.test(key) && typeof text === 'string' && text.length <= SHAPE.attributeMax);
  if (good) return value as Record<string, string>;
  say('attributes', 'attributes must be an object of texts; they come as NDJSON');
  return undefined;
}
