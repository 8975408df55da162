/** One thing that verify proves. */
export interface Check {
  /** Short, for the table. */
  readonly name: string;
  /** What holds when the check is green, as a sentence. */
  readonly proves: string;
  /** `buckets`: asked for one range of buckets after another, $1 to $2, so that memory stays bounded. `database`: asked once. */
  readonly scope: 'buckets' | 'database';
  /** Answers one row for each thing looked at: `id`, and `wrong`, a sentence, or null where all is well. */
  readonly sql: string;
}
