/**
 * How many calls may be in work at once, so that each is answered soon: as many as are answered in the time that one may take, at the pace of
 * the last moments. A queue of fixed length is a second on one machine and a minute on another.
 */
const WINDOW_MS = 100;
/** So many are always let in: batches need company, and an engine that idled has no pace yet. */
export const CALLS_MIN = 256;
/** How much a slower window counts: little by little where calls were turned away, since then it shows what the engine can do, else hardly. */
const SLOWER = { saturated: 0.3, idle: 0.01 };
const FASTER = 0.5;

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
