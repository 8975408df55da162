/**
 * How many calls may be in work at once, so that each is answered soon: as many as are answered in the time that one may take, at the pace of
 * the last moments. A queue of fixed length is a second on one machine and a minute on another.
 */
const WINDOW_MS = 100;
/** So many are always let in: batches need company, and an engine that idled has no pace yet. */
export const CALLS_MIN = 256;
/** How much a slower window counts: where calls were turned away it shows what the engine can do, else nothing but how many came. */
const SLOWER = { saturated: 0.3, idle: 0.001 };
/** A faster one may be a stall that ended. */
const FASTER = 0.2;

export class Pace {
  private perMs = 0;
  private answered = 0;
  private refused = false;
  private from: number;

  constructor(
    private readonly waitMsMax: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.from = clock();
  }

  get callsMax(): number {
    return Math.max(CALLS_MIN, Math.floor(this.perMs * this.waitMsMax));
  }

  noteAnswered(): void {
    this.answered++;
    const elapsedMs = this.clock() - this.from;
    if (elapsedMs < WINDOW_MS) return;
    const seen = this.answered / elapsedMs;
    const weight = seen > this.perMs ? FASTER : this.refused ? SLOWER.saturated : SLOWER.idle;
    this.perMs += (seen - this.perMs) * weight;
    this.answered = 0;
    this.refused = false;
    this.from = this.clock();
  }

  noteRefused(): void {
    this.refused = true;
  }
}
