/**
 * Counts the calls in work: sheds what is too much before any work is done for it, and tells when the last one has gone.
 *
 * Not all calls weigh the same. A quote can be asked again and a customer loses nothing, so looks go first; a sale that is refused stands at
 * the till, so it goes later; what ends a sale that was begun is let in as long as there is room at all.
 */
import type { Pace } from './pace.js';

export type Urgency = 'look' | 'effect' | 'end';

const LOOKS: ReadonlySet<string> = new Set(['Quote', 'CardPrices', 'GetMember', 'ExpiringPoints']);
const ENDS: ReadonlySet<string> = new Set(['Capture', 'Void']);

export function urgencyOf(call: string): Urgency {
  return LOOKS.has(call) ? 'look' : ENDS.has(call) ? 'end' : 'effect';
}

/** Looks leave a quarter of the room to calls that have an effect. */
const LOOKS_SHARE = 0.75;

export class Gate {
  private inside = 0;
  private onEmpty: (() => void) | null = null;

  /** `strain` is 0 while the process keeps up, 1 when looks are to be shed, 2 when effects are too; `pace` says how many are soon answered. */
  constructor(
    private readonly callsMax: number,
    private readonly strain: () => number = () => 0,
    private readonly pace: Pace | null = null,
  ) {}

  get count(): number {
    return this.inside;
  }

  enter(urgency: Urgency): boolean {
    if (!this.hasRoom(urgency)) return false;
    this.inside++;
    return true;
  }

  /** Whether one more call of this urgency would be let in now. */
  hasRoom(urgency: Urgency): boolean {
    if (this.inside >= this.roomFor(urgency)) {
      this.pace?.noteRefused();
      return false;
    }
    return urgency === 'end' || this.strain() < (urgency === 'look' ? 1 : 2);
  }

  /** How many may be in work for one more of this urgency to be let in. */
  private roomFor(urgency: Urgency): number {
    if (urgency === 'end') return this.callsMax;
    const room = Math.min(this.callsMax, this.pace?.callsMax ?? this.callsMax);
    return urgency === 'look' ? Math.ceil(room * LOOKS_SHARE) : room;
  }

  leave(): void {
    this.inside--;
    this.pace?.noteAnswered();
    if (this.inside === 0) this.onEmpty?.();
  }

  /** Resolves when nothing is in work. */
  empty(): Promise<void> {
    return this.inside === 0 ? Promise.resolve() : new Promise((resolve) => (this.onEmpty = resolve));
  }
}
