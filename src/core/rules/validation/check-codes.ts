/** Shared codes and series of unique ones. */
import type { Findings } from './finding.js';
import type { SoundProgramme } from './sound.js';
import { conditionsOf } from './visit.js';

export function checkCodes(programme: SoundProgramme, findings: Findings): void {
  for (const { path, item } of programme.promoCodes) {
    if (item.maxUses !== undefined && item.maxUsesPerMember !== undefined && item.maxUsesPerMember > item.maxUses) {
      findings.warn(
        [...path, 'maxUsesPerMember'],
        'never',
        `All customers together have ${item.maxUses} uses, so ${item.maxUsesPerMember} for one are never reached.`,
      );
    }
  }
  warnOfOverlap(programme, findings);
  warnOfUnused(programme, findings);
}

/** Codes of a series are told from shared ones and from each other by their start. */
function warnOfOverlap({ couponSeries, promoCodes }: SoundProgramme, findings: Findings): void {
  for (const { path, item } of couponSeries) {
    const { prefix } = item;
    if (prefix === undefined) continue;
    const longer = couponSeries.find(
      ({ item: other }) => other.id !== item.id && other.prefix !== prefix && other.prefix?.startsWith(prefix) === true,
    );
    const shared = promoCodes.find(({ item: promo }) => promo.code.startsWith(prefix));
    if (longer !== undefined)
      findings.warn([...path, 'prefix'], 'unusual', `The prefix \`${longer.item.prefix}\` of \`${longer.item.id}\` begins with this one.`);
    if (shared !== undefined)
      findings.warn([...path, 'prefix'], 'unusual', `The shared code \`${shared.item.code}\` begins with this prefix.`);
  }
}

function warnOfUnused(programme: SoundProgramme, findings: Findings): void {
  // A rule that is not well shaped may use any of them.
  if (programme.rules.length < programme.known.rules.size) return;
  const codes = new Set<string>();
  const series = new Set<string>();
  const needs = [...programme.rules].map(({ item }) => item.coupon);
  for (const { item } of conditionsOf(programme)) if (item.kind === 'coupon') needs.push(item);
  for (const need of needs) {
    for (const code of need?.codes ?? []) codes.add(code);
    for (const id of need?.series ?? []) series.add(id);
  }
  for (const { path, item } of programme.promoCodes) {
    if (!codes.has(item.code)) findings.warn(path, 'unused', `No rule needs the code \`${item.code}\`: it will be answered as not needed.`);
  }
  for (const { path, item } of programme.couponSeries) {
    if (!series.has(item.id)) findings.warn(path, 'unused', `No rule needs a code of the series \`${item.id}\`.`);
  }
}
