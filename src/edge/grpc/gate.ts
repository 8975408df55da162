/** Counts the calls in work: sheds what is too much, and tells when the last one has gone. */
export class Gate {
  private inside = 0;
  private onEmpty: (() => void) | null = null;

  constructor(private readonly callsMax: number) {}

  get count(): number {
    return this.inside;
  }

  enter(): boolean {
    if (this.inside >= this.callsMax) return false;
    this.inside++;
    return true;
  }

  leave(): void {
    this.inside--;
    if (this.inside === 0) this.onEmpty?.();
  }

  /** Resolves when nothing is in work. */
  empty(): Promise<void> {
    return this.inside === 0 ? Promise.resolve() : new Promise((resolve) => (this.onEmpty = resolve));
  }
}
