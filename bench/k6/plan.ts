/** How much is asked of the engine, and when. Arrivals are open loop: customers come at their time, however slow the last answer was. */
import type { RampingArrivalRateScenario, ConstantArrivalRateScenario } from 'k6/options';

/** Settings of `npm run bench:k6`, which all have a default, so that a script can be run by itself. */
export const seconds = Number(__ENV['SECONDS'] || 120);
const times = Number(__ENV['RATE'] || 1);
const judgesTime = __ENV['UNTIMED'] !== 'yes';

/** Of times, in the summary. */
export const summaryTrendStats = ['med', 'p(95)', 'p(99)', 'max'];

/** What a customer, or the work of one, takes with its pauses: so many of them are there at once. */
const SECONDS_EACH = 1.5;

export interface Plan<Scenario> {
  readonly scenario: Scenario;
  /** Arrivals in the whole run. */
  readonly arrivals: number;
}

/** A day from opening to closing, in the time of the run. `shares` are percents of `perSecond`, hour by hour. */
export function day(exec: string, shares: readonly number[], perSecond: number): Plan<RampingArrivalRateScenario> {
  const peak = perSecond * times;
  const perMinute = shares.map((share) => Math.max(1, Math.ceil((peak * 60 * share) / 100)));
  const hour = seconds / (perMinute.length - 1);
  const stages = perMinute.slice(1).map((target) => ({ target, duration: `${Math.ceil(hour * 1000)}ms` }));
  const arrivals = perMinute.slice(1).reduce((sum, target, k) => sum + ((target + perMinute[k]!) / 120) * hour, 0);
  const users = { preAllocatedVUs: Math.ceil(peak * SECONDS_EACH), maxVUs: Math.ceil(peak * SECONDS_EACH * 4) };
  const executor = 'ramping-arrival-rate';
  return { scenario: { executor, exec, timeUnit: '1m', startRate: perMinute[0]!, stages, gracefulStop: '15s', ...users }, arrivals };
}

/** The same all day; `perMinute` is not multiplied: people behind desks do not come with the customers. */
export function steadily(exec: string, perMinute: number, usersMax: number): Plan<ConstantArrivalRateScenario> {
  const users = { preAllocatedVUs: Math.min(2, usersMax), maxVUs: usersMax };
  const executor = 'constant-arrival-rate';
  const scenario = { executor, exec, timeUnit: '1m', rate: perMinute, duration: `${seconds}s`, gracefulStop: '15s', ...users } as const;
  return { scenario, arrivals: (perMinute * seconds) / 60 };
}

/** Every answer is right, hardly an arrival finds nobody to serve it, and no customer leaves without an answer. */
export function always(name: string, { arrivals }: Plan<unknown>): Record<string, string[]> {
  return {
    [`checks{scenario:${name}}`]: ['rate==1'],
    [`served{scenario:${name}}`]: ['rate>0.999'],
    [`dropped_iterations{scenario:${name}}`]: [judgesTime ? `count<${Math.ceil(arrivals / 100)}` : 'count>=0'],
  };
}

/** How long calls may take, as the 95th and the 99th of a hundred, in milliseconds; `--untimed` only shows them. */
export function within(metric: string, name: string, calls: Readonly<Record<string, readonly [number, number]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(calls).map(([call, [p95, p99]]) => [
      `${metric}{scenario:${name},call:${call}}`,
      judgesTime ? [`p(95)<${p95}`, `p(99)<${p99}`] : ['max>=0'],
    ]),
  );
}
