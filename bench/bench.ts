/**
 * `npm run bench`: every goal of goals.ts beside its physical floor, taken side by side in one run. `npm run bench -- P1 P2` a part.
 *
 *   --quick          one short round of each, with few rules: is it about right?
 *   --smoke          the shortest that still checks every answer and the ledger; never a judgement on time
 *   --compare FILE   the run to compare with; default: the latest full one in bench/results
 *   --members N      of the large ledger, ten postings each; default: 1,000,000
 *   --kept FOLDER    where the databases with millions of rows are kept for the next run; default: bench in the data folder
 *   --out FOLDER     where the results go; default: bench/results, and nowhere for --quick and --smoke
 */
import { parseArgs } from 'node:util';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { servicesFromEnvironment } from '../src/embedded/services.js';
import { GOALS, type GoalId } from './goals.js';
import { openBench } from './open-bench.js';
import { machine } from './measure/machine.js';
import { compareWith, latestReport, readReport } from './report/compare.js';
import { markdown } from './report/markdown.js';
import { RESULTS, writeReport, type FailedStudy, type Report, type StudyReport } from './report/report.js';
import { versions } from './report/versions.js';
import { buildEngine } from './shop/engine.js';
import { latency } from './studies/latency.js';
import { lone } from './studies/lone.js';
import { memory } from './studies/memory.js';
import { overload } from './studies/overload.js';
import { posts } from './studies/posts.js';
import { prices } from './studies/prices.js';
import { quotes } from './studies/quotes.js';
import { ruleCounts } from './studies/rule-counts.js';
import { sales } from './studies/sales.js';
import { simulation } from './studies/simulation.js';
import type { Scale, Study } from './studies/study.js';
import { volume } from './studies/volume.js';

const STUDIES: readonly Study[] = [quotes, sales, posts, ruleCounts, latency, lone, overload, memory, prices, simulation, volume];

const SCALES: Readonly<Record<Scale['name'], Scale>> = {
  full: { name: 'full', rounds: 5, warmMs: 1_000, measureMs: 4_000, rules: 10_000, cards: 20_000, prices: 1_000_000, members: 1_000_000 },
  quick: { name: 'quick', rounds: 1, warmMs: 500, measureMs: 2_000, rules: 1_000, cards: 5_000, prices: 100_000, members: 50_000 },
  smoke: { name: 'smoke', rounds: 1, warmMs: 200, measureMs: 800, rules: 300, cards: 1_000, prices: 2_000, members: 3_000 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    compare: { type: 'string' },
    kept: { type: 'string' },
    members: { type: 'string' },
    out: { type: 'string' },
  },
});

/** The studies that answer the goals that were asked for: `P5` means all of its goals. */
function wanted(): Study[] {
  const asked = positionals.map((id) => id.toUpperCase());
  const answers = (study: Study, id: string): boolean => study.ids.some((one) => one.toUpperCase() === id || one.startsWith(`${id}-`));
  const unknown = asked.find((id) => !Object.keys(GOALS).some((one) => one.toUpperCase() === id || one.startsWith(`${id}-`)));
  if (unknown !== undefined) throw new Error(`there is no goal ${unknown}: name some of ${Object.keys(GOALS).join(' ')}`);
  return asked.length === 0 ? [...STUDIES] : STUDIES.filter((study) => asked.some((id) => answers(study, id)));
}

/** Where the ledger is not whole, no figure of a study that sold in it counts. */
async function verifyShopOf(studies: readonly Study[]): Promise<void> {
  say('# verify');
  const isOne = ({ name }: { readonly name: string }): boolean => studies.some((study) => study.name === name);
  try {
    const verifiedRows = await bench.shop.verify();
    done.forEach((report, k) => isOne(report) && (done[k] = { ...report, verifiedRows }));
  } catch (error) {
    failed.push({ ids: studies.flatMap(({ ids }) => ids), why: (error as Error).message });
    done.splice(0, done.length, ...done.filter((report) => !isOne(report)));
    say((error as Error).stack ?? String(error));
    process.exitCode = 1;
  }
}

const size = SCALES[values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'];
const scale: Scale = values.members === undefined ? size : { ...size, members: Number(values.members) };
const say = (line: string): void => console.error(line);
const studies = wanted();
const [loadBefore = 0] = loadavg();
const began = Date.now();
buildEngine();
/** Small ones are made anew and go with the run. */
const keptIn = values.kept ?? (scale.name === 'smoke' ? null : join(servicesFromEnvironment().dataDir, 'bench'));
const bench = await openBench(scale, keptIn, say);
const done: StudyReport[] = [];
const failed: FailedStudy[] = [];
/** Those that sold in the shop's ledger. It is looked at once, when all have: what one of them broke, every later look would find too. */
const onShop: Study[] = [];
try {
  for (const study of studies) {
    say(`# ${study.name}`);
    const from = performance.now();
    try {
      if (study.isDurable) await bench.shop.settle();
      const result = await study.run(bench);
      const seconds = Math.ceil((performance.now() - from) / 1000);
      done.push({ ...result, name: study.name, seconds, verifiedRows: result.verifiedRows ?? null });
      if (study.isDurable) onShop.push(study);
    } catch (error) {
      // What the others found in half an hour is not lost with it.
      failed.push({ ids: study.ids, why: (error as Error).message });
      say(`${study.name} failed: ${(error as Error).stack}`);
      process.exitCode = 1;
    }
  }
  if (onShop.length > 0) await verifyShopOf(onShop);
  // Before anything is closed: what was measured in half an hour is not lost with a part that does not end well.
  tell();
} finally {
  await bench.close();
}

function tell(): void {
  const covered = new Set(STUDIES.flatMap((study) => study.ids));
  const report: Report = {
    at: new Date(began).toISOString(),
    command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
    seconds: Math.ceil((Date.now() - began) / 1000),
    machine: machine(),
    versions: versions(),
    scale,
    loadBefore,
    studies: done,
    failed,
    missing: positionals.length > 0 ? [] : (Object.keys(GOALS) as GoalId[]).filter((id) => !covered.has(id)),
  };
  const folder = values.out ?? (scale.name === 'full' ? RESULTS : null);
  const earlier = values.compare === undefined ? latestReport(values.out ?? RESULTS) : readReport(values.compare);
  const text = markdown(report, earlier === null ? null : compareWith(earlier, report));
  console.log(text);
  if (folder !== null) say(`written to ${writeReport(folder, report, text)}`);
}
