/** What a rule gives: its steps in order, its picks within its sets, its caps not idle. */
import type { Benefit, Give, SetsBenefit } from '../benefits.js';
import { warnOfThousandths } from './check-conditions.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

export function checkBenefits(programme: SoundProgramme, findings: Findings): void {
  for (const { path, item } of programme.rules) checkBenefit([...path, 'benefit'], item.benefit, findings);
}

function checkBenefit(path: Path, benefit: Benefit, findings: Findings): void {
  switch (benefit.kind) {
    case 'percent':
    case 'fixedPrice':
      checkUnitCap(path, benefit, findings);
      break;
    case 'amountOff':
      checkUnitCap(path, benefit, findings);
      if (benefit.per !== 'unit' && benefit.maxUnits !== undefined) {
        findings.error(
          [...path, 'maxUnits'],
          'contradiction',
          `An amount off the ${benefit.per} does not count units; use \`per: unit\`, or leave \`maxUnits\` out.`,
        );
      }
      break;
    case 'quantityTiers':
      checkSteps(
        [...path, 'tiers'],
        'fromMilli',
        benefit.tiers.map((tier) => tier.fromMilli),
        findings,
      );
      checkGives([...path, 'tiers'], benefit.tiers, findings);
      warnOfThousandths([...path, 'tiers', 0, 'fromMilli'], benefit.tiers[0]?.fromMilli, findings);
      break;
    case 'thresholdTiers':
      checkSteps(
        [...path, 'tiers'],
        'from',
        benefit.tiers.map((tier) => tier.from),
        findings,
      );
      checkGives([...path, 'tiers'], benefit.tiers, findings);
      checkThresholds(path, benefit, findings);
      break;
    case 'earnTiers':
      checkSteps(
        [...path, 'tiers'],
        'fromMinor',
        benefit.tiers.map((tier) => tier.fromMinor),
        findings,
      );
      break;
    case 'everyNth':
      if (benefit.n === 1)
        findings.warn(
          [...path, 'n'],
          'unusual',
          'Every first unit is every unit: a percentage, amount or price for all of them says the same.',
        );
      break;
    case 'sets':
      checkSets(path, benefit, findings);
      break;
    case 'bundle':
      if (benefit.pools.length === 1) findings.warn([...path, 'pools'], 'unusual', 'A bundle of one pool: `sets` says the same.');
      break;
    default:
      break;
  }
}

function checkUnitCap(
  path: Path,
  cap: { readonly maxUnits?: number; readonly unitsPer?: string; readonly pick?: string },
  findings: Findings,
): void {
  if (cap.maxUnits !== undefined) return;
  for (const field of ['unitsPer', 'pick'] as const) {
    if (cap[field] !== undefined)
      findings.error([...path, field], 'contradiction', `\`${field}\` says which units \`maxUnits\` leaves, and there is no \`maxUnits\`.`);
  }
}

function checkSteps(path: Path, field: string, starts: readonly number[], findings: Findings): void {
  for (let i = 1; i < starts.length; i++) {
    const start = starts[i]!;
    const before = starts[i - 1]!;
    if (start === before) findings.error([...path, i, field], 'duplicate', `Two tiers begin at ${start}; only one of them can hold.`);
    else if (start < before) findings.error([...path, i, field], 'order', `Tiers go upwards: ${start} stands after ${before}.`);
  }
}

/** A higher tier that gives less is legal, and seldom meant. */
function checkGives(path: Path, tiers: readonly { readonly give: Give }[], findings: Findings): void {
  for (let i = 1; i < tiers.length; i++) {
    if (isLess(tiers[i]!.give, tiers[i - 1]!.give))
      findings.warn([...path, i, 'give'], 'unusual', 'A higher tier gives less than the one below it.');
  }
}

function isLess(give: Give, before: Give): boolean {
  if (give.kind === 'percent' && before.kind === 'percent') return give.rateBps < before.rateBps;
  if (give.kind === 'amount' && before.kind === 'amount') return give.amountMinor < before.amountMinor;
  if (give.kind === 'price' && before.kind === 'price') return give.priceMinor > before.priceMinor;
  return false;
}

function checkThresholds(path: Path, benefit: Extract<Benefit, { kind: 'thresholdTiers' }>, findings: Findings): void {
  if (benefit.by === 'quantity' && benefit.basis !== undefined) {
    findings.error([...path, 'basis'], 'contradiction', '`basis` says which amount is counted, but the thresholds count the quantity.');
  }
  if (benefit.by === 'quantity') warnOfThousandths([...path, 'tiers', 0, 'from'], benefit.tiers[0]?.from, findings);
  if (benefit.mode !== 'every') return;
  for (const [i, { give }] of benefit.tiers.entries()) {
    if (give.kind === 'amount') continue;
    findings.error(
      [...path, 'tiers', i, 'give', 'kind'],
      'contradiction',
      `Once for each full threshold means an amount each time, not \`${give.kind}\`.`,
    );
  }
}

function checkSets(path: Path, { size, take, per, give }: SetsBenefit, findings: Findings): void {
  if (take === undefined) return;
  const inSet = take.across !== 'all';
  if (inSet && take.units !== undefined && take.units > size) {
    findings.error([...path, 'take', 'units'], 'impossible', `A set has ${size} units; ${take.units} of them cannot be taken.`);
  }
  if (inSet && take.nth !== undefined && take.nth > size) {
    findings.error([...path, 'take', 'nth'], 'impossible', `A set has ${size} units; there is no number ${take.nth}.`);
  }
  if (take.nth !== undefined && take.units !== undefined) {
    findings.error([...path, 'take', 'nth'], 'contradiction', 'Take either the first `units` of the pick, or the `nth` one.');
  }
  if (per === 'set' && give.kind === 'price') {
    findings.error([...path, 'take'], 'contradiction', 'A price for the set takes all of its units; leave `take` out, or use `per: unit`.');
  }
}
