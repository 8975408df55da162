/** Conditions that must all hold and never do together. Only what is certain: each pair is compared by what it says, not by what is sold. */
import type { Condition } from '../types.js';
import type { Findings } from './finding.js';
import { pointerOf } from './finding.js';
import type { At } from './visit.js';

/** Those that hold for identified members only. */
const OF_MEMBERS: readonly Condition['kind'][] = [
  ...(['member', 'segment', 'tier', 'memberAttribute', 'birthday'] as const),
  ...(['purchaseNumber', 'daysSinceLastPurchase', 'daysSinceEnrolment', 'counter'] as const),
];

/** A receipt has one store, one channel and so on. */
const SINGLE = ['store', 'region', 'channel', 'terminal', 'tier', 'weekday', 'dayOfMonth'] as const;

/** `told` keeps the pointers: an `all` inside an `all` is looked at with the outer one and again alone. */
export function checkTogether(all: At<Condition>, told: Set<string>, findings: Findings): void {
  const parts = [...flat(all)];
  const never = ({ path }: At<Condition>, why: string): void => {
    const pointer = pointerOf(path);
    if (told.has(pointer)) return;
    told.add(pointer);
    findings.warn(path, 'never', `${why}, so the condition never does.`);
  };
  for (const kind of SINGLE) checkSingle(kind, parts, never);
  checkOpposites(parts, never);
  checkHours(parts, never);
  checkRanges(parts, never);
}

type Never = (at: At<Condition>, why: string) => void;

function* flat({ path, item }: At<Condition>): Generator<At<Condition>> {
  if (item.kind !== 'all') return yield { path, item };
  for (const [i, inner] of item.of.entries()) yield* flat({ path: [...path, 'of', i], item: inner });
}

/** Two lists that must both hold need a value in common. */
function checkSingle(kind: (typeof SINGLE)[number], parts: readonly At<Condition>[], never: Never): void {
  let common: readonly (string | number)[] | null = null;
  for (const at of parts) {
    if (at.item.kind !== kind) continue;
    const values: readonly (string | number)[] = at.item.in;
    common = common === null ? values : common.filter((value) => values.includes(value));
    if (common.length === 0) return never(at, `No ${kind} is in all of the lists that must hold together`);
  }
}

/** A condition beside its own opposite; and something about the member where there must be none. */
function checkOpposites(parts: readonly At<Condition>[], never: Never): void {
  const said = new Map(parts.map((at) => [JSON.stringify(at.item), at]));
  const ofMember = parts.find(({ item }) => OF_MEMBERS.includes(item.kind));
  for (const at of parts) {
    if (at.item.kind !== 'not') continue;
    const { of } = at.item;
    if (said.has(JSON.stringify(of))) never(at, 'The opposite must hold too');
    else if (of.kind === 'member' && ofMember !== undefined) never(at, `\`${ofMember.item.kind}\` must hold too and needs a member`);
  }
}

type Span = readonly [from: string, to: string];

function checkHours(parts: readonly At<Condition>[], never: Never): void {
  let open: readonly Span[] = [['00:00', '24:00']];
  for (const at of parts) {
    if (at.item.kind !== 'hours') continue;
    const { from, to } = at.item;
    const own: readonly Span[] =
      from < to
        ? [[from, to]]
        : [
            ['00:00', to],
            [from, '24:00'],
          ];
    open = open.flatMap((a) => own.map((b) => inBoth(a, b))).filter(([start, end]) => start < end);
    if (open.length === 0) return never(at, 'No time of day lies in all of the hours that must hold together');
  }
}

const inBoth = (a: Span, b: Span): Span => [a[0] > b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]];

interface Range {
  /** What is counted; ranges of the same must meet. */
  readonly of: string;
  readonly min: number | string;
  readonly max: number | string;
}

function checkRanges(parts: readonly At<Condition>[], never: Never): void {
  const common = new Map<string, Range>();
  for (const at of parts) {
    const own = rangeOf(at.item);
    if (own === null) continue;
    const before = common.get(own.of) ?? own;
    const both = { of: own.of, min: own.min > before.min ? own.min : before.min, max: own.max < before.max ? own.max : before.max };
    if (both.min > both.max) return never(at, `Nothing is within all of the bounds of \`${at.item.kind}\` that must hold together`);
    common.set(own.of, both);
  }
}

const LAST_DATE = '9999-12-31';

function rangeOf(condition: Condition): Range | null {
  const named = (of: object, min = -Infinity, max = Infinity): Range => ({ of: JSON.stringify(of), min, max });
  switch (condition.kind) {
    case 'amount': {
      const { minMinor, maxMinor, ...of } = condition;
      return named(of, minMinor, maxMinor);
    }
    case 'quantity': {
      const { minMilli, maxMilli, ...of } = condition;
      return named(of, minMilli, maxMilli);
    }
    case 'lineCount':
    case 'purchaseNumber':
    case 'daysSinceLastPurchase':
    case 'daysSinceEnrolment':
    case 'counter': {
      const { min, max, ...of } = condition;
      return named({ ...of, every: null }, min, max);
    }
    case 'dates':
      return { of: condition.kind, min: condition.from ?? '', max: condition.to ?? LAST_DATE };
    default:
      return null;
  }
}
