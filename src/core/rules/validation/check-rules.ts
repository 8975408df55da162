/** A rule as a whole: its benefit fits its stage, and each of its caps fits what it gives. */
import type { Benefit } from '../benefits.js';
import type { Rule, RuleStage } from '../types.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

type Kind = Benefit['kind'];

const LINE_KINDS: readonly Kind[] = [
  'percent',
  'amountOff',
  'fixedPrice',
  'totalPrice',
  'quantityTiers',
  'everyNth',
  'sets',
  'buyGet',
  'bundle',
  'units',
  'thresholdTiers',
  'freeProduct',
];

/** What a rule of each stage may give. A card price is a price for the whole line; a receipt discount consumes no units. */
export const BENEFITS_BY_STAGE: Readonly<Record<RuleStage, readonly Kind[]>> = {
  card_price: ['percent', 'amountOff', 'fixedPrice'],
  line: LINE_KINDS,
  receipt: LINE_KINDS,
  earn: ['earnPercent', 'earnPerAmount', 'earnPerUnit', 'earnFixed', 'earnTiers', 'earnMultiplier', 'issueCoupon', 'message'],
};

export function checkRules(programme: SoundProgramme, findings: Findings): void {
  for (const { path, item } of programme.rules) {
    if (!BENEFITS_BY_STAGE[item.stage].includes(item.benefit.kind)) {
      const allowed = BENEFITS_BY_STAGE[item.stage].join(', ');
      findings.error(
        [...path, 'benefit', 'kind'],
        'wrong_stage',
        `A rule of the stage \`${item.stage}\` cannot give \`${item.benefit.kind}\`; it can give ${allowed}.`,
      );
      continue;
    }
    checkCaps(path, item, findings);
    if (item.stage === 'card_price') checkPrice(path, item, findings);
    if (item.coupon !== undefined && item.coupon.codes === undefined && item.coupon.series === undefined) {
      findings.error([...path, 'coupon'], 'missing', 'Name the `codes` or the `series` that open the rule, or leave `coupon` out.');
    }
  }
}

/** A rule of this stage changes the price of a unit, so there is nothing to count. */
function checkPrice(path: Path, rule: Rule, findings: Findings): void {
  const { benefit, exclusive } = rule;
  if (exclusive === 'receipt') {
    findings.error(
      [...path, 'exclusive'],
      'contradiction',
      'A card price is no discount, so it cannot stand alone on the receipt; use `lines`.',
    );
  }
  if (benefit.kind === 'amountOff' && benefit.per !== 'unit') {
    findings.error(
      [...path, 'benefit', 'per'],
      'wrong_stage',
      `A card price changes the price of a unit: \`per\` must be \`unit\`, not \`${benefit.per}\`.`,
    );
  }
  if ('maxUnits' in benefit && benefit.maxUnits !== undefined) {
    findings.error(
      [...path, 'benefit', 'maxUnits'],
      'wrong_stage',
      'A card price holds for every unit; use the stage `line` to limit the units.',
    );
  }
}

function checkCaps(path: Path, rule: Rule, findings: Findings): void {
  const givesPoints = rule.stage === 'earn' && rule.benefit.kind !== 'issueCoupon' && rule.benefit.kind !== 'message';
  const refuse = (field: keyof Rule, why: string): void => {
    if (rule[field] !== undefined) findings.error([...path, field], 'contradiction', `\`${field}\` has no meaning here: ${why}.`);
  };
  if (rule.stage === 'earn') {
    refuse('maxDiscountMinor', 'the rule takes no money off');
    if (rule.exclusive === 'receipt') refuse('exclusive', 'only a rule of a discount stage can stand alone on the receipt');
  }
  if (!givesPoints) {
    refuse('maxPoints', 'the rule gives no points');
    refuse('points', 'the rule gives no points');
  }
}
