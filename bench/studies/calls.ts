let next = 1;

/** Numbers for so many calls that no other call of the run has: the receipts of different rounds and studies never meet. */
export function nextCalls(count: number): number {
  const first = next;
  next += count;
  return first;
}
