/** Names of other parts of the programme must be there. */
import type { Condition, Rule } from '../types.js';
import type { Findings, Path } from './finding.js';
import { unknownName } from './nearest.js';
import type { SoundProgramme } from './sound.js';
import { conditionsOf, filtersOf } from './visit.js';

export function checkReferences(programme: SoundProgramme, findings: Findings): void {
  for (const { path, item } of programme.rules) checkRule(path, item, programme, findings);
  for (const { path, item } of conditionsOf(programme)) checkCondition(path, item, programme, findings);
  for (const { path, item } of filtersOf(programme)) {
    // Without a tree, categories come with the lines of the tills and are not known here.
    if (programme.known.categories.size > 0)
      each([...path, 'categories'], item.categories, programme.known.categories, 'category', findings);
  }
  for (const { path, item } of programme.products) {
    if (programme.known.categories.size > 0)
      each([...path, 'categories'], item.categories, programme.known.categories, 'category', findings);
  }
}

function checkRule(path: Path, rule: Rule, programme: SoundProgramme, findings: Findings): void {
  const { known } = programme;
  one([...path, 'campaign'], rule.campaign, known.campaigns, 'campaign', findings);
  each([...path, 'coupon', 'codes'], rule.coupon?.codes, known.promoCodes, 'promo code', findings);
  each([...path, 'coupon', 'series'], rule.coupon?.series, known.couponSeries, 'coupon series', findings);
  if (rule.benefit.kind === 'issueCoupon')
    one([...path, 'benefit', 'series'], rule.benefit.series, known.couponSeries, 'coupon series', findings);
  if (rule.group === undefined) return;
  one([...path, 'group'], rule.group, known.groups, 'group', findings);
  const group = programme.groups.find(({ item }) => item.id === rule.group)?.item;
  if (group !== undefined && group.stage !== rule.stage) {
    const sentence = `The group \`${group.id}\` is of the stage \`${group.stage}\`, but the rule is of the stage \`${rule.stage}\`.`;
    findings.error([...path, 'group'], 'wrong_stage', sentence);
  }
}

function checkCondition(path: Path, condition: Condition, programme: SoundProgramme, findings: Findings): void {
  const { known, stores } = programme;
  if (condition.kind === 'tier') each([...path, 'in'], condition.in, known.tiers, 'tier', findings);
  if (condition.kind === 'coupon') {
    each([...path, 'codes'], condition.codes, known.promoCodes, 'promo code', findings);
    each([...path, 'series'], condition.series, known.couponSeries, 'coupon series', findings);
  }
  // Without stores in the programme, any store may sell.
  if (known.stores.size === 0) return;
  if (condition.kind === 'store') each([...path, 'in'], condition.in, known.stores, 'store', findings);
  const complete = stores.length === known.stores.size;
  if (condition.kind === 'region' && complete) each([...path, 'in'], condition.in, regionsOf(programme), 'region of a store', findings);
  if (condition.kind === 'zone' && complete) each([...path, 'in'], condition.in, zonesOf(programme), 'zone of a store', findings);
}

const regionsOf = ({ stores }: SoundProgramme): ReadonlySet<string> => new Set(stores.flatMap(({ item }) => item.region ?? []));
const zonesOf = ({ stores }: SoundProgramme): ReadonlySet<string> => new Set(stores.flatMap(({ item }) => item.zones ?? []));

function each(path: Path, values: readonly string[] | undefined, known: ReadonlySet<string>, what: string, findings: Findings): void {
  for (const [i, value] of (values ?? []).entries()) one([...path, i], value, known, what, findings);
}

function one(path: Path, value: string | undefined, known: ReadonlySet<string>, what: string, findings: Findings): void {
  if (value === undefined || known.has(value)) return;
  findings.error(path, 'unresolved', unknownName(what, value, known));
}
