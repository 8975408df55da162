/** The member state a sale was priced with, and the counters of an account, as rows of values by place. */
import { NO_COUNTERS, type DayTotals, type MemberCounters, type MemberState, type Usage } from '../core/member.js';
import { ZERO_POINTS } from '../core/money.js';
import { at, beside, isEmpty, packed, type More, type Packed } from './pack-receipt.js';

const STATE = new Set([
  ...['memberId', 'version', 'tier', 'tierKeptUntilMs', 'segments', 'birthDate', 'enrolledAtMs', 'attributes'],
  ...['activePoints', 'pendingPoints', 'counters'],
]);
const NOT_SAID = -1;

/** Whose state it is has a column of its own. */
export function packMember(member: MemberState): Packed {
  const { tier, tierKeptUntilMs, segments, birthDate, attributes } = member;
  return packed([
    packCounters(member.counters),
    member.enrolledAtMs,
    member.version,
    member.activePoints,
    member.pendingPoints,
    tier === '' ? 0 : tier,
    tierKeptUntilMs === undefined ? NOT_SAID : (tierKeptUntilMs ?? 0),
    segments.length === 0 ? 0 : segments,
    birthDate === '' ? 0 : birthDate,
    isEmpty(attributes) ? 0 : attributes,
    beside(member, STATE),
  ]);
}

export function unpackMember(values: Packed, memberId: string): MemberState {
  const keptUntilMs = at<number | null>(values, 6, null);
  return {
    memberId,
    version: at(values, 2, 0),
    tier: at(values, 5, ''),
    segments: at(values, 7, []),
    birthDate: at(values, 8, ''),
    enrolledAtMs: at(values, 1, 0),
    attributes: at(values, 9, {}),
    activePoints: at(values, 3, ZERO_POINTS),
    pendingPoints: at(values, 4, ZERO_POINTS),
    counters: unpackCounters(values[0] as Packed),
    ...(keptUntilMs === NOT_SAID ? {} : { tierKeptUntilMs: keptUntilMs }),
    ...at<More>(values, 10, {}),
  };
}

const COUNTERS = new Set(['purchases', 'firstPurchaseAtMs', 'lastPurchaseAtMs', 'usage', 'days', 'tier']);

export function packCounters(counters: MemberCounters): Packed {
  const { purchases, firstPurchaseAtMs, lastPurchaseAtMs, usage, days, tier } = counters;
  return packed([
    purchases,
    firstPurchaseAtMs ?? 0,
    lastPurchaseAtMs ?? 0,
    isEmpty(days) ? 0 : mapped(days, (day) => [day.purchases, day.spentMinor, day.earnedPoints]),
    isEmpty(usage) ? 0 : mapped(usage, (used) => [used.times, used.minor, used.points]),
    tier === undefined ? 0 : [tier.id, tier.keptUntilMs],
    beside(counters, COUNTERS),
  ]);
}

/** Counters as they are stored; before they were packed, their JSON, or nothing at all for a member without a purchase. */
export function unpackCounters(stored: Packed | Partial<MemberCounters>): MemberCounters {
  if (!Array.isArray(stored)) return { ...NO_COUNTERS, ...(stored as Partial<MemberCounters>) };
  const values = stored as Packed;
  const tier = at<[string, number | null] | null>(values, 5, null);
  return {
    purchases: at(values, 0, 0),
    firstPurchaseAtMs: at(values, 1, null),
    lastPurchaseAtMs: at(values, 2, null),
    usage: mapped(at<Record<string, number[]>>(values, 4, {}), ([times, minor, points]) => ({ times, minor, points }) as unknown as Usage),
    days: mapped(
      at<Record<string, number[]>>(values, 3, {}),
      ([purchases, spentMinor, earnedPoints]) => ({ purchases, spentMinor, earnedPoints }) as unknown as DayTotals,
    ),
    ...(tier === null ? {} : { tier: { id: tier[0], keptUntilMs: tier[1] } }),
    ...at<More>(values, 6, {}),
  };
}

function mapped<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  const after: Record<string, B> = {};
  for (const key in record) after[key] = change(record[key]!);
  return after;
}
