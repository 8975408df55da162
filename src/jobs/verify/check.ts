/** One thing that verify proves. */
export interface Check {
  /** Short, for the table. */
  readonly name: string;
  /** What holds when the check is green, as a sentence. */
  readonly proves: string;
  /** `buckets`: asked for one range of buckets after another, $1 to $2, so that memory stays bounded. `database`: asked once. */
  readonly scope: 'buckets' | 'database';
  /**
   * Answers one row for each thing looked at: `id`, and `wrong`, a sentence, or null where all is well. Where the check has a `judge`, the
   * rest of the row is what that looks at.
   */
  readonly sql: string;
  /** Says what is wrong with a row, where Postgres would take several times as long to see it: it reads a document anew for each value. */
  readonly judge?: (row: Judged) => string | null;
}

/** A row to be judged. */
export type Judged = Readonly<Record<string, unknown>>;
