/** Which rules a receipt may match, in their order of evaluation, each with the lines that made it a candidate. */
import type { CompiledRule, Postings } from '../rules/rule-set.js';
import type { Work, WorkLine } from './work.js';

export interface Candidate {
  readonly rule: CompiledRule;
  /** The only lines that can be eligible, or all. */
  readonly lines: readonly WorkLine[];
  /** The lines were found by all that the rule's filter asks of them. */
  readonly areFiltered: boolean;
}

/** A hit is an ordinal and, in its lower bits, the position of a line plus one; 0 stands for all lines. 32 bits hold a million rules. */
const POSITION_BITS = 12;
const POSITION_MASK = (1 << POSITION_BITS) - 1;
const ALL_LINES = 0;

/** The rules whose indexed fact the receipt has, and those that any receipt may match. */
export function findCandidates(work: Work): Candidate[] {
  const hits: number[] = [];
  const { index } = work.ruleSet;
  for (const ordinal of index.always) hits.push((ordinal << POSITION_BITS) >>> 0);
  hitReceipt(work, hits);
  for (const line of work.lines) hitLine(work, line, hits);
  addExplained(work, hits);
  return gather(work, hits);
}

/** Every rule on every line: what the index must agree with. */
export function allCandidates(work: Work): Candidate[] {
  const at = work.receipt.purchasedAtMs;
  return work.ruleSet.rules.filter((rule) => isLive(work, rule, at)).map((rule) => ({ rule, lines: work.lines, areFiltered: false }));
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
  const position = line.index < POSITION_MASK ? line.index + 1 : ALL_LINES;
  hit(index.sku, line.line.sku, position, hits);
  if (line.line.brand !== '') hit(index.brand, line.line.brand, position, hits);
  for (const category of line.categories) hit(index.category, category, position, hits);
  for (const tag of line.line.tags) hit(index.tag, tag, position, hits);
}

function hit(postings: Postings, value: string, position: number, hits: number[]): void {
  const list = postings.get(value);
  if (list === undefined) return;
  for (let i = 0; i < list.length; i++) {
    const posting = list[i]!;
    const at = (posting & 1) === 0 ? position : ALL_LINES;
    hits.push((((posting >>> 1) << POSITION_BITS) | at) >>> 0);
  }
}

function addExplained(work: Work, hits: number[]): void {
  if (typeof work.explain === 'boolean') return;
  for (const id of work.explain) {
    const ordinal = work.ruleSet.ordinalById.get(id);
    if (ordinal !== undefined) hits.push((ordinal << POSITION_BITS) >>> 0);
  }
}

/** A receipt has a few dozen hits, nearly in order: putting each in its place is cheaper than a call of the general sort. */
const HITS_IN_PLACE_MAX = 100;

function sorted(hits: number[]): ArrayLike<number> {
  if (hits.length > HITS_IN_PLACE_MAX) return new Uint32Array(hits).sort();
  for (let i = 1; i < hits.length; i++) {
    const hit = hits[i]!;
    let at = i;
    for (; at > 0 && hits[at - 1]! > hit; at--) hits[at] = hits[at - 1]!;
    hits[at] = hit;
  }
  return hits;
}

/** Sorts the hits by rule and line, drops repeats, and leaves out rules outside their window. */
function gather(work: Work, found: number[]): Candidate[] {
  const hits = sorted(found);
  const at = work.receipt.purchasedAtMs;
  const { rules, index } = work.ruleSet;
  const { whole } = index;
  const candidates: Candidate[] = [];
  for (let i = 0; i < hits.length;) {
    const ordinal = hits[i]! >>> POSITION_BITS;
    const rule = rules[ordinal]!;
    const all = (hits[i]! & POSITION_MASK) === ALL_LINES;
    const first = i;
    for (i++; i < hits.length && hits[i]! >>> POSITION_BITS === ordinal;) i++;
    if (!isLive(work, rule, at)) continue;
    if (all) candidates.push({ rule, lines: work.lines, areFiltered: false });
    else candidates.push({ rule, lines: linesOf(work, hits, first, i), areFiltered: whole[ordinal]! });
  }
  return candidates;
}

/** The lines of a run of hits of one rule. Most rules are hit by one line only. */
function linesOf(work: Work, hits: ArrayLike<number>, from: number, to: number): readonly WorkLine[] {
  let last = hits[from]! & POSITION_MASK;
  const lines = [work.lines[last - 1]!];
  for (let i = from + 1; i < to; i++) {
    const position = hits[i]! & POSITION_MASK;
    if (position !== last) lines.push(work.lines[position - 1]!);
    last = position;
  }
  return lines;
}

function isLive(work: Work, rule: CompiledRule, at: number): boolean {
  return (at >= rule.fromMs && at < rule.toMs) || tellsWindow(work, rule);
}

/** Rules outside their window stay only where somebody asked about them; the proposal then says so. */
function tellsWindow(work: Work, rule: CompiledRule): boolean {
  return rule.coupons !== null || (typeof work.explain !== 'boolean' && work.explain.has(rule.id));
}
