/** The part of pg-copy-streams that is used; it brings no types. */
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Connection, Submittable } from 'pg';

  interface Copy extends Submittable {
    readonly rowCount: number;
    /** Read by the driver; its own limit for ordinary queries is too short here. */
    query_timeout?: number;
    /** Set by the driver where there is a limit; calling it ends the timer of that limit. */
    callback?: () => void;
    submit(connection: Connection): void;
  }
  export function to(text: string): Readable & Copy;
  export function from(text: string): Writable & Copy;
}
