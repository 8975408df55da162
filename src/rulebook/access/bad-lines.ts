import { refuse, type Refusal } from './refusal.js';

const TOLD_MAX = 1_000;

/** Collects what is wrong with the lines of a list: all are counted, the first 1,000 are told. */
export class BadLines {
  private readonly told: { readonly line: number; readonly field: string; readonly message: string }[] = [];
  count = 0;

  add(line: number, field: string, message: string): void {
    this.count++;
    if (this.told.length < TOLD_MAX) this.told.push({ line, field, message });
  }

  /** Null where nothing is wrong. */
  refusal(): Refusal | null {
    if (this.count === 0) return null;
    const errors = [...this.told]
      .sort((a, b) => a.line - b.line)
      .map(({ line, field, message }) => ({
        pointer: `/lines/${line}${field === '' ? '' : `/${field}`}`,
        code: 'format' as const,
        sentence: message,
      }));
    const shown = this.count > TOLD_MAX ? `; the first ${TOLD_MAX} are listed` : '';
    return refuse('bad_lines', `Nothing was taken over: ${this.count} lines are wrong${shown}`, { errors });
  }
}
