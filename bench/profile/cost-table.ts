/** Where the time of a call goes: by stage, and the functions that take most. */
import { callsOf, type Call } from './cpu-profile.js';
import { nameOf, placeOf } from './flame-graph.js';
import { STAGES, type Stage } from './stages.js';

const FUNCTIONS = 25;

export interface StageCost {
  readonly stage: Stage;
  readonly micros: number;
}

export function costsByStage(root: Call): StageCost[] {
  const costs = new Map<Stage, number>();
  for (const { stage, selfMicros } of callsOf(root)) costs.set(stage, (costs.get(stage) ?? 0) + selfMicros);
  return (Object.keys(STAGES) as Stage[]).map((stage) => ({ stage, micros: costs.get(stage) ?? 0 }));
}

function costsByFunction(root: Call) {
  const costs = new Map<string, { name: string; place: string; stage: Stage; micros: number }>();
  for (const call of callsOf(root)) {
    const [name, place] = [nameOf(call), placeOf(call)];
    const key = `${name} ${place} ${call.stage}`;
    costs.set(key, { name, place, stage: call.stage, micros: (costs.get(key)?.micros ?? 0) + call.selfMicros });
  }
  return [...costs.values()].sort((a, b) => b.micros - a.micros).slice(0, FUNCTIONS);
}

const tenths = (value: number): string => String(Math.floor(value * 10) / 10);

/** Both tables; `calls` were answered while the profile was taken. */
export function costTable(root: Call, calls: number): string {
  const share = (micros: number): string => `${tenths((micros * 100) / root.totalMicros)} %`;
  return [
    '| Stage | What | µs a call | Share |',
    '|---|---|--:|--:|',
    ...costsByStage(root).map(
      ({ stage, micros }) => `| ${stage} | ${STAGES[stage]} | ${tenths(micros / Math.max(1, calls))} | ${share(micros)} |`,
    ),
    `| **all** | | ${tenths(root.totalMicros / Math.max(1, calls))} | 100 % |`,
    '',
    '| Function, time in itself | Where | Stage | Share |',
    '|---|---|---|--:|',
    ...costsByFunction(root).map(({ name, place, stage, micros }) => `| \`${name}\` | ${place} | ${stage} | ${share(micros)} |`),
    '',
  ].join('\n');
}
