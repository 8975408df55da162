const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

/** The middle one, or half way between the middle two. */
export function median(values: readonly number[]): number {
  const all = sorted(values);
  const middle = all.length >> 1;
  return all.length % 2 === 1 ? all[middle]! : ((all[middle - 1] ?? NaN) + (all[middle] ?? NaN)) / 2;
}

export const least = (values: readonly number[]): number => sorted(values)[0] ?? NaN;
export const most = (values: readonly number[]): number => sorted(values).at(-1) ?? NaN;
