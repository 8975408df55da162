/** What is wrong, or probably wrong, with a programme document. */

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

/** Collects findings while the checks walk a document. */
export class Findings {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];

  error(path: Path, code: FindingCode, sentence: string): void {
    this.errors.push({ pointer: pointerOf(path), code, sentence });
  }

  warn(path: Path, code: FindingCode, sentence: string): void {
    this.warnings.push({ pointer: pointerOf(path), code, sentence });
  }
}
