/** What is wrong, or probably wrong, with a programme document. */
import { FINDINGS_MAX } from './limits.js';

/** Stable and public: an editor keys its hints by them. */
export type FindingCode =
  | 'not_json'
  | 'too_deep'
  | 'too_many'
  | 'missing'
  | 'type'
  | 'unknown_field'
  | 'unknown_value'
  | 'range'
  | 'length'
  | 'format'
  | 'duplicate'
  | 'unresolved'
  | 'wrong_stage'
  | 'impossible'
  | 'order'
  | 'cycle'
  | 'contradiction'
  | 'unused'
  | 'past'
  | 'never'
  | 'below_cost'
  | 'exhausted'
  | 'unusual';

export interface Finding {
  /** JSON pointer (RFC 6901) into the document: `/rules/3/benefit/rateBps`. Empty for the document itself. */
  readonly pointer: string;
  readonly code: FindingCode;
  /** One English sentence: what is wrong and the way out. */
  readonly sentence: string;
}

/** Keys and indices from the root of the document. */
export type Path = readonly PropertyKey[];

/** `['rules', 3, 'a/b']` → `/rules/3/a~1b`. */
export function pointerOf(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Collects findings while the checks walk a document. The first thousand of a kind are kept, the rest is counted. */
export class Findings {
  private readonly found = { errors: [] as Finding[], warnings: [] as Finding[] };
  private readonly more = { errors: 0, warnings: 0 };

  error(path: Path, code: FindingCode, sentence: string): void {
    this.add('errors', path, code, sentence);
  }

  warn(path: Path, code: FindingCode, sentence: string): void {
    this.add('warnings', path, code, sentence);
  }

  get hasErrors(): boolean {
    return this.found.errors.length > 0;
  }

  /** All that are kept, and a last one that says how many are not. */
  list(kind: 'errors' | 'warnings'): readonly Finding[] {
    const more = this.more[kind];
    if (more === 0) return this.found[kind];
    return [...this.found[kind], { pointer: '', code: 'too_many', sentence: `There are ${more} more like these.` }];
  }

  private add(kind: 'errors' | 'warnings', path: Path, code: FindingCode, sentence: string): void {
    if (this.found[kind].length < FINDINGS_MAX) this.found[kind].push({ pointer: pointerOf(path), code, sentence });
    else this.more[kind]++;
  }
}
