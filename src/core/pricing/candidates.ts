/** Which rules a receipt may match, in their order of evaluation, each with the lines that made it a candidate. */
import { divFloor } from '../money.js';
import type { CompiledRule, Postings } from '../rules/rule-set.js';
import type { Work, WorkLine } from './work.js';

export interface Candidate {
  readonly rule: CompiledRule;
  /** The only lines that can be eligible, or all. */
  readonly lines: readonly WorkLine[];
}

/** Room for line positions below an ordinal; a receipt has fewer lines. */
const POSITIONS = 65_536;
const ALL_LINES = 0;

/** The rules whose indexed fact the receipt has, and those that any receipt may match. */
export function findCandidates(work: Work): Candidate[] {
  const hits: number[] = [];
  const { index } = work.ruleSet;
  for (const ordinal of index.always) hits.push(ordinal * POSITIONS + ALL_LINES);
  hitReceipt(work, hits);
  for (const line of work.lines) hitLine(work, line, hits);
  addExplained(work, hits);
  return gather(work, hits);
}

/** Every rule on every line: what the index must agree with. */
export function allCandidates(work: Work): Candidate[] {
  return liveOnly(
    work,
    work.ruleSet.rules.map((rule) => ({ rule, lines: work.lines })),
  );
}

function hitReceipt(work: Work, hits: number[]): void {
  const { receipt, member } = work;
  const { index } = work.ruleSet;
  for (const { code, seriesId } of work.desk.codes) {
    hit(index.coupon, code, ALL_LINES, hits);
    if (seriesId !== '') hit(index.series, seriesId, ALL_LINES, hits);
  }
  hit(index.store, receipt.storeId, ALL_LINES, hits);
  hit(index.terminal, receipt.terminalId, ALL_LINES, hits);
  hit(index.region, receipt.region, ALL_LINES, hits);
  hit(index.channel, receipt.channel, ALL_LINES, hits);
  for (const zone of receipt.zones) hit(index.zone, zone, ALL_LINES, hits);
  if (member === null) return;
  hit(index.tier, member.tier, ALL_LINES, hits);
  for (const segment of member.segments) hit(index.segment, segment, ALL_LINES, hits);
}

function hitLine(work: Work, line: WorkLine, hits: number[]): void {
  const { index } = work.ruleSet;
  const position = line.index + 1;
  hit(index.sku, line.line.sku, position, hits);
  if (line.line.brand !== '') hit(index.brand, line.line.brand, position, hits);
  for (const category of line.categories) hit(index.category, category, position, hits);
  for (const tag of line.line.tags) hit(index.tag, tag, position, hits);
}

function hit(postings: Postings, value: string, position: number, hits: number[]): void {
  const list = postings.get(value);
  if (list === undefined) return;
  for (const posting of list) {
    const ofLines = posting % 2 === 0;
    hits.push(divFloor(posting, 2) * POSITIONS + (ofLines ? position : ALL_LINES));
  }
}

function addExplained(work: Work, hits: number[]): void {
  if (typeof work.explain === 'boolean') return;
  for (const id of work.explain) {
    const ordinal = work.ruleSet.ordinalById.get(id);
    if (ordinal !== undefined) hits.push(ordinal * POSITIONS + ALL_LINES);
  }
}

/** Sorts the hits by rule and line, drops repeats, and leaves out rules outside their window. */
function gather(work: Work, hits: readonly number[]): Candidate[] {
  const sorted = Float64Array.from(hits).sort();
  const candidates: Candidate[] = [];
  for (let i = 0; i < sorted.length;) {
    const first = sorted[i]!;
    const position = first % POSITIONS;
    const rule = work.ruleSet.rules[divFloor(first, POSITIONS)]!;
    const next = (rule.ordinal + 1) * POSITIONS;
    let lines = work.lines as WorkLine[];
    if (position !== ALL_LINES) lines = [];
    for (let last = -1; i < sorted.length && sorted[i]! < next; i++) {
      const at = sorted[i]! % POSITIONS;
      if (position !== ALL_LINES && at !== last) lines.push(work.lines[at - 1]!);
      last = at;
    }
    candidates.push({ rule, lines });
  }
  return liveOnly(work, candidates);
}

function liveOnly(work: Work, candidates: readonly Candidate[]): Candidate[] {
  const at = work.receipt.purchasedAtMs;
  return candidates.filter(({ rule }) => isLive(work, rule, at));
}

function isLive(work: Work, rule: CompiledRule, at: number): boolean {
  return (at >= rule.fromMs && at < rule.toMs) || tellsWindow(work, rule);
}

/** Rules outside their window stay only where somebody asked about them; the proposal then says so. */
function tellsWindow(work: Work, rule: CompiledRule): boolean {
  return rule.coupons !== null || (typeof work.explain !== 'boolean' && work.explain.has(rule.id));
}
