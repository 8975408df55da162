import fc from 'fast-check';
import { Poller } from '../../src/rulebook/poller.js';
import { Schedule, type Published } from '../../src/rulebook/schedule.js';

const at = (version: number, liveFromMs: number): Published => ({ version, hash: `h${version}`, liveFromMs, schemaHash: '' });

describe('which version is live', () => {
  const schedule = new Schedule([at(1, 100), at(2, 500), at(3, 200), at(4, 500)]);

  it.each([
    [99, undefined],
    [100, 1],
    [199, 1],
    [200, 3],
    [499, 3],
    [500, 4],
    [9_999, 4],
  ])('at %i: %s', (atMs, version) => expect(schedule.liveAt(atMs)?.version).toBe(version));

  it.each([
    [0, 1],
    [100, 3],
    [200, 4],
    [500, undefined],
  ])('after %i comes %s', (atMs, version) => expect(schedule.nextAfter(atMs)?.version).toBe(version));

  it('steps back in the order in which they were live', () => {
    expect(schedule.upTo(500, 3).map(({ version }) => version)).toEqual([4, 2, 3]);
    expect(schedule.upTo(50, 3)).toEqual([]);
  });

  it('has the greatest version as its head, also where an earlier one goes live later', () => {
    expect(schedule.head?.version).toBe(4);
    expect(schedule.with([at(5, 300)]).head?.version).toBe(5);
    expect(new Schedule([]).head).toBeUndefined();
  });

  it('never changes its answer for the past', () => {
    const publications = fc.array(fc.record({ afterMs: fc.nat(50), delayMs: fc.oneof(fc.constant(0), fc.nat(200)) }), { maxLength: 30 });
    fc.assert(
      fc.property(publications, (list) => {
        let schedule = new Schedule([]);
        let nowMs = 0;
        const answers: { atMs: number; version: number }[] = [];
        list.forEach(({ afterMs, delayMs }, index) => {
          nowMs += afterMs + 1;
          schedule = schedule.with([at(index + 1, nowMs + delayMs)]);
          answers.push({ atMs: nowMs, version: schedule.liveAt(nowMs)?.version ?? 0 });
        });
        for (const { atMs, version } of answers) expect(schedule.liveAt(atMs)?.version ?? 0).toBe(version);
      }),
    );
  });
});

describe('a poller', () => {
  it('never runs twice at a time, and a poke during a run is answered by one more', async () => {
    let running = 0;
    let runs = 0;
    const poller = new Poller(60_000, async () => {
      expect(++running).toBe(1);
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
    });
    const first = poller.poke();
    const others = Array.from({ length: 10 }, () => poller.poke());
    expect(runs).toBe(1);
    await Promise.all([first, ...others]);
    expect(runs).toBe(2);
    await poller.poke();
    expect(runs).toBe(3);
    await poller.stop();
    await poller.poke();
    expect(runs).toBe(3);
  });

  it('repeats by itself until it is stopped', async () => {
    let runs = 0;
    const poller = new Poller(10, () => Promise.resolve(void runs++));
    poller.start();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await poller.stop();
    expect(runs).toBeGreaterThan(3);
    const seen = runs;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs).toBe(seen);
  });
});
