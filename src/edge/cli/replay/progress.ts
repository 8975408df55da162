/** How far the replay is: a bar on a terminal, a line every few seconds elsewhere. Both go to standard error. */
import cliProgress from 'cli-progress';
import type { FileProgress } from './read-records.js';
import type { Tally } from './tally.js';

export interface Progress {
  stop(): void;
}

const BAR_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;
const FORMAT = '{bar} {percentage}% · {documents} documents · {rate}/s · {repeats} repeated · ETA {left}';

interface State {
  readonly share: number;
  readonly documents: number;
  readonly rate: number;
  readonly repeats: number;
  readonly left: string;
}

function stateOf(tally: Tally, file: FileProgress, startedAt: number): State {
  const seconds = (performance.now() - startedAt) / 1000;
  const share = file.bytesTotal === 0 ? 1 : file.bytesRead / file.bytesTotal;
  const left = share === 0 ? '–' : duration((seconds / share) * (1 - share));
  return { share, documents: tally.documents, rate: Math.floor(tally.documents / Math.max(seconds, 0.001)), repeats: tally.repeats, left };
}

export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}

export function showProgress(tally: Tally, file: FileProgress, startedAt: number): Progress {
  return process.stderr.isTTY ? showBar(tally, file, startedAt) : showLines(tally, file, startedAt);
}

function showBar(tally: Tally, file: FileProgress, startedAt: number): Progress {
  const bar = new cliProgress.SingleBar({ format: FORMAT, stream: process.stderr, hideCursor: true }, cliProgress.Presets.shades_classic);
  const update = (): void => {
    const { share, ...shown } = stateOf(tally, file, startedAt);
    bar.update(Math.floor(share * 1000), shown);
  };
  bar.start(1000, 0, stateOf(tally, file, startedAt));
  const timer = setInterval(update, BAR_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      update();
      bar.stop();
    },
  };
}

function showLines(tally: Tally, file: FileProgress, startedAt: number): Progress {
  const timer = setInterval(() => {
    const { share, documents, rate, repeats, left } = stateOf(tally, file, startedAt);
    console.error(`${Math.floor(share * 100)} % · ${documents} documents · ${rate}/s · ${repeats} repeated · ETA ${left}`);
  }, LINE_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
