/** From a quote of the core to the message `Quote`, for the general codec: what the bytes written by hand are compared with. */
import type { AppliedRule, CouponAnswer, LineDiscount, Quote, QuoteLine, RefusedRule, Stage } from '../../src/core/quote.js';
import type { Style } from '../../src/core/rules/sentence.js';
import { answerWhy } from '../../src/edge/grpc/answer-why.js';
import type { Quote as QuoteMessage } from '../../src/edge/grpc/generated/tallystick/v1/Quote.js';
import type { Stage as StageMessage } from '../../src/edge/grpc/generated/tallystick/v1/Stage.js';

const STAGES: Readonly<Record<Stage, StageMessage>> = {
  card_price: 'STAGE_CARD_PRICE',
  line: 'STAGE_LINE',
  receipt: 'STAGE_RECEIPT',
  burn: 'STAGE_BURN',
  earn: 'STAGE_EARN',
};

export function answerQuote(quote: Quote, style: Style): QuoteMessage {
  const { burn, earnForecast } = quote;
  return {
    lines: quote.lines.map(answerLine),
    totals: quote.totals,
    applied: quote.applied.map(answerApplied),
    refused: quote.refused.map((rule) => answerRefused(rule, style)),
    coupons: quote.coupons.map((coupon) => answerCoupon(coupon, style)),
    burn,
    earnForecast: {
      atZeroBurnPoints: earnForecast.atZeroBurn,
      asRequestedPoints: earnForecast.asRequested,
      atMaxBurnPoints: earnForecast.atMaxBurn,
    },
    messages: quote.messages as QuoteMessage['messages'],
    savingWithCardMinor: quote.savingWithCardMinor,
    ruleSetVersion: quote.ruleSetVersion,
    ruleSetHash: quote.ruleSetHash,
    memberVersion: quote.memberVersion,
    fingerprint: quote.fingerprint,
  };
}

function answerLine(line: QuoteLine): NonNullable<QuoteMessage['lines']>[number] {
  return { ...line, discounts: line.discounts.map(answerDiscount), portions: [...line.portions] };
}

const answerDiscount = ({ ruleId, stage, amountMinor }: LineDiscount) => ({ ruleId, stage: STAGES[stage], amountMinor });

function answerApplied(rule: AppliedRule): NonNullable<QuoteMessage['applied']>[number] {
  return { ...rule, stage: STAGES[rule.stage], lines: [...rule.lines] };
}

function answerRefused({ ruleId, name, stage, why }: RefusedRule, style: Style): NonNullable<QuoteMessage['refused']>[number] {
  return { ruleId, name, stage: STAGES[stage], why: answerWhy(why, style) };
}

function answerCoupon({ code, applied, reason, ruleId, why }: CouponAnswer, style: Style): NonNullable<QuoteMessage['coupons']>[number] {
  return { code, applied, reason, ruleId, why: why === null ? null : answerWhy(why, style) };
}
