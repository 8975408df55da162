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
    for (const [i, id] of (item.benefit.of ?? []).entries()) {
      const at = [...path, 'benefit', 'of', i];
      if (!programme.known.rules.has(id)) findings.error(at, 'unresolved', unknownName('rule', id, programme.known.rules));
      const named = rules.get(id);
      if (named !== undefined) checkNamed(at, item, named, groups, findings);
    }
  }
}

function checkNamed(path: Path, multiplier: Rule, named: Rule, groups: ReadonlyMap<string, number>, findings: Findings): void {
  if (named.id === multiplier.id) {
    findings.error(path, 'cycle', 'A multiplier cannot multiply its own points.');
  } else if (named.stage !== 'earn' || named.benefit.kind === 'issueCoupon' || named.benefit.kind === 'message') {
    findings.error(path, 'wrong_stage', `The rule \`${named.id}\` gives no points.`);
  } else if (isBefore(multiplier, named, groups)) {
    const sentence = `The rule \`${named.id}\` is evaluated after this one, so it has given no points yet; give this one a lower priority or a later group.`;
    findings.error(path, 'order', sentence);
  }
}

/** The order of evaluation: group, then priority (higher first), then id. */
function isBefore(a: Rule, b: Rule, groups: ReadonlyMap<string, number>): boolean {
  const order = (rule: Rule): number => groups.get(rule.group ?? '') ?? 0;
  const group = (rule: Rule): string => rule.group ?? 'default';
  if (order(a) !== order(b)) return order(a) < order(b);
  if (group(a) !== group(b)) return group(a) < group(b);
  const [first = 0, second = 0] = [a.priority, b.priority];
  return first === second ? a.id < b.id : first > second;
}
