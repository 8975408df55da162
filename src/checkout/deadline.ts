/** The caller no longer waits, so nothing may be started for it. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

export function assertInTime(deadlineMs: number | null, nowMs: number): void {
  if (deadlineMs !== null && nowMs > deadlineMs) throw new DeadlinePassed('the deadline passed before anything was booked');
}
