/** A broken invariant: never expected, always a defect. It is logged and counted, and the caller sees INTERNAL without inner text. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Asserts what must hold; stays on in production. A message with figures in it is a function, so that it is put together only for a fault. */
export function invariant(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new Fault(typeof message === 'string' ? message : message());
}

/** Closes an exhaustive switch over a union. */
export function unreachable(value: never): never {
  throw new Fault(`unreachable case: ${JSON.stringify(value)}`);
}
