import { Gate, urgencyOf } from '../../src/edge/grpc/gate.js';
import { CALLS_MIN, Pace } from '../../src/edge/grpc/pace.js';
import { Batcher, Expired } from '../../src/ledger/batcher.js';
import { Strain } from '../../src/telemetry/loop-delay.js';

describe('who is let in', () => {
  it.each([
    ['Quote', 'look'],
    ['CardPrices', 'look'],
    ['Sale', 'effect'],
    ['Return', 'effect'],
    // A till that lost a reply asks for it: that is no luxury.
    ['GetSale', 'effect'],
    ['Capture', 'end'],
    ['Void', 'end'],
  ] as const)('%s is a matter of %s', (call, wanted) => expect(urgencyOf(call)).toBe(wanted));

  it.each([
    [0, [true, true, true]],
    [1, [false, true, true]],
    [2, [false, false, true]],
  ])('under a strain of %d', (strain, wanted) => {
    const gate = new Gate(10, () => strain);
    expect((['look', 'effect', 'end'] as const).map((urgency) => gate.enter(urgency))).toEqual(wanted);
  });

  it('keeps a quarter of the room from looks', () => {
    const gate = new Gate(4);
    expect([1, 2, 3, 4].map(() => gate.enter('look'))).toEqual([true, true, true, false]);
    expect(gate.enter('effect')).toBe(true);
    expect(gate.enter('end')).toBe(false);
    gate.leave();
    expect(gate.enter('look')).toBe(false);
    expect(gate.enter('end')).toBe(true);
    expect(gate.count).toBe(4);
  });
});

describe('how many are let in at the pace of the last moments', () => {
  function pacedAt(
    perSecond: number,
    seconds: number,
    refuses = false,
  ): { pace: Pace; run: (perSecond: number, seconds: number, refuses?: boolean) => void } {
    let now = 0;
    const pace = new Pace(200, () => now);
    const run = (rate: number, length: number, isRefusing = false): void => {
      for (const until = now + length * 1_000; now < until; now += 1_000 / rate) {
        if (isRefusing) pace.noteRefused();
        pace.noteAnswered();
      }
    };
    run(perSecond, seconds, refuses);
    return { pace, run };
  }

  it('as many as are answered in the time allowed, and never fewer than the least', () => {
    expect(pacedAt(5_000, 5).pace.callsMax / 1_000).toBeCloseTo(1, 1);
    expect(pacedAt(100, 5).pace.callsMax).toBe(CALLS_MIN);
    expect(new Pace(200).callsMax).toBe(CALLS_MIN);
  });

  it('a quiet moment says nothing of what the engine can do, one in which calls were turned away does', () => {
    const quiet = pacedAt(5_000, 5);
    quiet.run(500, 10);
    expect(quiet.pace.callsMax).toBeGreaterThan(800);
    const busy = pacedAt(5_000, 5);
    busy.run(2_000, 2, true);
    expect(busy.pace.callsMax / 400).toBeCloseTo(1, 1);
  });

  it('turns looks away before effects, and what ends a sale only when there is no room at all', () => {
    const gate = new Gate(1_000, () => 0, new Pace(200));
    const entered = (['look', 'effect', 'end'] as const).map((urgency) => {
      let count = 0;
      while (gate.enter(urgency)) count++;
      return count;
    });
    expect(entered).toEqual([CALLS_MIN * 0.75, CALLS_MIN * 0.25, 1_000 - CALLS_MIN]);
  });
});

describe('strain of the event loop', () => {
  it.each([
    [[101, 101, 101], 0],
    [[101, 101, 101, 101], 1],
    [[100, 100, 100, 100], 0],
    [[201, 201, 201, 201], 2],
    [[201, 201, 101, 201], 1],
    [[201, 201, 201, 201, 50], 0],
    [[101, 101, 101, 50, 101], 0],
  ])('windows of %j ms at a limit of 100: %d', (windows, wanted) => {
    const strain = new Strain(100);
    for (const delay of windows) strain.note(delay);
    expect(strain.level).toBe(wanted);
  });
});

describe('deadlines in a queue', () => {
  it('sends nothing that is no longer waited for, and all the rest', async () => {
    const sent: number[][] = [];
    let finish = (): void => undefined;
    const batcher = new Batcher<number, number>({
      itemsMax: 2,
      queueMax: 100,
      run: async (items) => {
        sent.push([...items]);
        if (sent.length === 1) await new Promise<void>((resolve) => (finish = resolve));
        return items;
      },
    });
    const first = batcher.submit(0);
    await new Promise((resolve) => setImmediate(resolve));
    const long = Date.now() + 60_000;
    const passed = Date.now() - 1;
    const waiting = [passed, passed, passed, null, long, passed].map((deadline, k) => batcher.submit(k + 1, deadline));
    const settled = Promise.allSettled(waiting);
    finish();
    expect(await first).toBe(0);
    const answers = (await settled).map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).name));
    expect(answers).toEqual(['Expired', 'Expired', 'Expired', 4, 5, 'Expired']);
    expect(sent).toEqual([[0], [4], [5]]);
    expect(new Expired('x')).toBeInstanceOf(Error);
  });
});
