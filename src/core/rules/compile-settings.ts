import { BPS_ONE, ZERO_MINOR, bps, minor, points } from '../money.js';
import { compileCondition } from './compile-condition.js';
import { compileFilter } from './compile-filter.js';
import type { CompiledBurn, CompiledSettings } from './rule-set.js';
import type { BurnSettings, Settings } from './settings.js';

export function compileSettings(settings: Settings): CompiledSettings {
  return {
    percentBase: settings.percentBase ?? 'running',
    rounding: settings.rounding?.mode ?? 'half_up',
    roundAt: settings.rounding?.at ?? 'line',
    split: settings.rounding?.split ?? 'largest_remainder',
    minUnitPriceMinor: settings.minUnitPriceMinor === undefined ? ZERO_MINOR : minor(settings.minUnitPriceMinor),
    amountToleranceMinor: minor(settings.amountToleranceMinor ?? 1),
    earnBase: settings.earnBase ?? 'money',
    points: settings.points ?? {},
    burn: settings.burn === undefined ? null : compileBurn(settings.burn),
  };
}

function compileBurn(burn: BurnSettings): CompiledBurn {
  return {
    ratePoints: burn.rate.points,
    rateMinor: burn.rate.minor,
    shareMaxBps: bps(burn.shareMaxBps ?? BPS_ONE),
    shares: (burn.shares ?? []).map((share) => ({ when: compileCondition(share.when), shareMaxBps: bps(share.shareMaxBps) })),
    lineShareMaxBps: bps(burn.lineShareMaxBps ?? BPS_ONE),
    lineShares: (burn.lineShares ?? []).map((share) => ({
      lines: compileFilter(share.lines) ?? (() => true),
      shareMaxBps: bps(share.shareMaxBps),
    })),
    minMoneyMinor: minor(burn.minMoneyMinor ?? 0),
    minPoints: points(burn.minPoints ?? 1),
    stepPoints: points(burn.stepPoints ?? 1),
    excluded: burn.excluded === undefined ? null : (compileFilter(burn.excluded) ?? (() => true)),
  };
}
