import type { Example } from './report.js';

/** The largest of many, in constant memory. */
export class Examples {
  private readonly kept: Example[] = [];

  constructor(
    private readonly most: number,
    /** 1: the greatest gains; -1: the greatest losses. */
    private readonly sign: 1 | -1,
  ) {}

  /** Whether one with this gain would be kept; so that it need not be made. */
  wants(gainMinor: number): boolean {
    if (gainMinor * this.sign <= 0 || this.most === 0) return false;
    const least = this.kept[this.most - 1];
    return least === undefined || gainMinor * this.sign > least.gainMinor * this.sign;
  }

  add(example: Example): void {
    if (!this.wants(example.gainMinor)) return;
    let at = this.kept.length;
    while (at > 0 && this.kept[at - 1]!.gainMinor * this.sign < example.gainMinor * this.sign) at--;
    this.kept.splice(at, 0, example);
    if (this.kept.length > this.most) this.kept.pop();
  }

  list(): readonly Example[] {
    return this.kept;
  }
}
