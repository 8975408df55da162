/** A broken invariant: never expected, always a defect. It is logged and counted, and the caller sees INTERNAL without inner text. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Asserts what must hold; stays on in production. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Fault(message);
}

/** Closes an exhaustive switch over a union. */
export function unreachable(value: never): never {
  throw new Fault(`unreachable case: ${JSON.stringify(value)}`);
}
