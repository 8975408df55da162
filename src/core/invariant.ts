/** A broken invariant: never expected, always a defect. It is logged and counted, and the caller sees INTERNAL without inner text. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Asserts what must hold; stays on in production. Figures are given apart, so that the message is put together only for a fault. */
export function invariant(condition: boolean, message: string, about?: string | number, other?: string | number): asserts condition {
  if (!condition) throw new Fault([message, about, other].filter((part) => part !== undefined).join(', '));
}

/** Closes an exhaustive switch over a union. */
export function unreachable(value: never): never {
  throw new Fault(`unreachable case: ${JSON.stringify(value)}`);
}
