/** A multiplier works on points that were given before it, so the rules it names must stand before it. */
import type { Rule } from '../types.js';
import type { Findings, Path } from './finding.js';
import { unknownName } from './nearest.js';
import type { SoundProgramme } from './sound.js';

export function checkMultipliers(programme: SoundProgramme, findings: Findings): void {
  const rules = new Map(programme.rules.map(({ item }) => [item.id, item]));
  const groups = new Map(programme.groups.map(({ item }) => [item.id, item.order]));
  for (const { path, item } of programme.rules) {
    if (item.benefit.kind !== 'earnMultiplier') continue;
    const all = item.benefit.of ?? [];
    const beside = all.every((id) => isBeside(item, rules.get(id), groups));
    for (const [i, id] of all.entries()) {
      const at = [...path, 'benefit', 'of', i];
      if (!programme.known.rules.has(id)) findings.error(at, 'unresolved', unknownName('rule', id, programme.known.rules));
      const named = rules.get(id);
      if (named !== undefined) checkNamed(at, item, named, beside || isAfter(item, named, groups), findings);
    }
  }
}

function checkNamed(path: Path, multiplier: Rule, named: Rule, ordered: boolean, findings: Findings): void {
  if (named.id === multiplier.id) {
    findings.error(path, 'cycle', 'A multiplier cannot multiply its own points.');
  } else if (named.stage !== 'earn' || named.benefit.kind === 'issueCoupon' || named.benefit.kind === 'message') {
    findings.error(path, 'wrong_stage', `The rule \`${named.id}\` gives no points.`);
  } else if (!ordered) {
    const sentence = `The rule \`${named.id}\` must have given its points before this one multiplies them; give this one a lower priority or a later group.`;
    findings.error(path, 'order', sentence);
  }
}

type Orders = ReadonlyMap<string, number>;

/** Positive where `a` comes later: by the order of its group, the group's id, then its own priority (higher first). */
function compare(a: Rule, b: Rule, orders: Orders): number {
  const groups = [a.group ?? 'default', b.group ?? 'default'] as const;
  const [first, second] = groups.map((id) => orders.get(id) ?? 0);
  if (first !== second) return first! - second!;
  if (groups[0] !== groups[1]) return groups[0] < groups[1] ? -1 : 1;
  return (b.priority ?? 0) - (a.priority ?? 0);
}

const isAfter = (multiplier: Rule, named: Rule, orders: Orders): boolean => compare(multiplier, named, orders) > 0;

/** Of equal rank: what has nothing to multiply yet is taken last, so that is right as long as nothing it names comes from further up. */
function isBeside(multiplier: Rule, named: Rule | undefined, orders: Orders): boolean {
  return named !== undefined && named.benefit.kind !== 'earnMultiplier' && compare(multiplier, named, orders) === 0;
}
