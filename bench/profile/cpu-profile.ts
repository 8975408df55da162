/** A .cpuprofile of V8 as a tree of calls with the time of each, and whose time it was. */
import { stageOf, type Stage } from './stages.js';

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame; readonly children?: readonly number[] }[];
  readonly samples: readonly number[];
  /** Microseconds from the sample before to this one. */
  readonly timeDeltas: readonly number[];
}

export interface Call {
  readonly frame: CallFrame;
  readonly stage: Stage;
  /** Time in the function itself, and with all it called, in microseconds. */
  selfMicros: number;
  totalMicros: number;
  readonly children: Call[];
}

/** The tree without the time in which the process waited. */
export function readProfile(profile: CpuProfile): Call {
  const selfMicros = new Map<number, number>();
  profile.samples.forEach((id, k) => selfMicros.set(id, (selfMicros.get(id) ?? 0) + (profile.timeDeltas[k + 1] ?? 0)));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const build = (id: number, above: readonly CallFrame[]): Call => {
    const { callFrame: frame, children = [] } = nodes.get(id)!;
    const stack = [frame, ...above];
    const isIdle = frame.functionName === '(idle)';
    const own = isIdle ? 0 : (selfMicros.get(id) ?? 0);
    const below = children.map((child) => build(child, stack));
    return {
      ...{ frame, stage: stageOf(stack), selfMicros: own, children: below },
      totalMicros: below.reduce((sum, { totalMicros }) => sum + totalMicros, own),
    };
  };
  return build(profile.nodes[0]!.id, []);
}

/** Every call of the tree, callers first. */
export function* callsOf(call: Call): Generator<Call> {
  yield call;
  for (const child of call.children) yield* callsOf(child);
}
