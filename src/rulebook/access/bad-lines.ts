import type { Finding } from '../../core/rules/validation/finding.js';
import { refuse, type Refusal } from './refusal.js';

const TOLD_MAX = 1_000;

/** Collects what is wrong with the lines of a list: all are counted and handed to `each`, the first 1,000 are told. */
export class BadLines {
  private readonly told: { readonly line: number; readonly field: string; readonly message: string }[] = [];
  count = 0;

  constructor(private readonly each: (line: number, message: string) => void = () => undefined) {}

  add(line: number, field: string, message: string): void {
    this.count++;
    this.each(line, message);
    if (this.told.length < TOLD_MAX) this.told.push({ line, field, message });
  }

  /** The first of them. */
  findings(most: number): Finding[] {
    const inOrder = [...this.told].sort((a, b) => a.line - b.line).slice(0, most);
    return inOrder.map(({ line, field, message }) => ({
      pointer: `/lines/${line}${field === '' ? '' : `/${field}`}`,
      code: 'format' as const,
      sentence: message,
    }));
  }

  /** Null where nothing is wrong. */
  refusal(): Refusal | null {
    if (this.count === 0) return null;
    const shown = this.count > TOLD_MAX ? `; the first ${TOLD_MAX} are listed` : '';
    return refuse('bad_lines', `Nothing was taken over: ${this.count} lines are wrong${shown}`, { errors: this.findings(TOLD_MAX) });
  }
}
