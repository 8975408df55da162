/** A line of a list that somebody sent, read but not yet judged. */
export interface ListedLine {
  /** Its number in the file, from 1; the head of a CSV is line 1. */
  readonly line: number;
  /** Its fields by name: texts from CSV, any JSON from NDJSON. */
  readonly cells: Readonly<Record<string, unknown>>;
  /** Why it could not be read; null where it could. */
  readonly unreadable: string | null;
}

export interface BadLine {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}
