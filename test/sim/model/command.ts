/** What the stream asks of the engine and of the model alike, and what both answer. Members, sales and operations go by their names here. */
export type Command =
  | {
      readonly op: 'sale';
      readonly key: string;
      readonly member: string;
      readonly units: number;
      readonly price: number;
      readonly burn: number;
    }
  | {
      readonly op: 'authorize';
      readonly key: string;
      readonly member: string;
      readonly units: number;
      readonly price: number;
      readonly burn: number;
      readonly ttl: number;
    }
  | { readonly op: 'capture'; readonly key: string; readonly sale: string; readonly units: number }
  | { readonly op: 'void'; readonly key: string; readonly sale: string; readonly asHold: boolean }
  | { readonly op: 'return'; readonly key: string; readonly sale: string; readonly units: number }
  | {
      readonly op: 'add' | 'grant';
      readonly key: string;
      readonly member: string;
      readonly points: number;
      readonly expires: number | null;
    }
  | { readonly op: 'take'; readonly key: string; readonly member: string; readonly points: number; readonly below: boolean }
  | { readonly op: 'transfer'; readonly key: string; readonly from: string; readonly to: string; readonly points: number }
  | { readonly op: 'reverse'; readonly key: string; readonly of: string; readonly below: boolean }
  | { readonly op: 'block' | 'unblock'; readonly key: string; readonly member: string }
  | { readonly op: 'merge'; readonly key: string; readonly from: string; readonly into: string }
  | { readonly op: 'erase'; readonly key: string; readonly member: string };

export type CommandOf<Op extends Command['op']> = Extract<Command, { op: Op }>;

/** `ok`, or the code of the refusal; the numbers that come with it; [active, pending, held] of the member it ends with. */
export interface Outcome {
  readonly result: string;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly balance?: readonly number[];
}

/** [points, pending, activates, expires] of a lot. */
export type LotFacts = readonly [number, boolean, number, number];

export interface MemberFacts {
  readonly balance: readonly number[];
  /** Earliest expiry first, then by creation. */
  readonly lots: readonly LotFacts[];
}
