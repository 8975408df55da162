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
    checkCategoriesOf([...path, 'categories'], item.categories, programme, findings);
  }
  for (const { path, item } of programme.products) checkCategoriesOf([...path, 'categories'], item.categories, programme, findings);
}

/**
 * A programme with a tree names categories of it or of the catalogue. Without one, tills may send what they like: what the catalogue does not know
 * is warned of. Without any tree nothing is known here.
 */
function checkCategoriesOf(path: Path, named: readonly string[] | undefined, { known }: SoundProgramme, findings: Findings): void {
  const { categories: own, catalogue } = known;
  if (own.size === 0 && catalogue.size === 0) return;
  for (const [i, id] of (named ?? []).entries()) {
    if (own.has(id) || catalogue.has(id)) continue;
    if (own.size > 0) findings.error([...path, i], 'unresolved', unknownName('category', id, own));
    else findings.warn([...path, i], 'unresolved', unknownName('category', id, catalogue));
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
