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

/** The share by which a value grew from the first point to the last, along the straight line that fits all points best. */
export function growth(points: readonly (readonly [at: number, value: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, level] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = mean(points.map(([x]) => (x - at) ** 2));
  const slope = spread === 0 ? 0 : mean(points.map(([x, y]) => (x - at) * (y - level))) / spread;
  const line = (x: number): number => level + slope * (x - at);
  const [first, last] = [points[0]?.[0] ?? NaN, points.at(-1)?.[0] ?? NaN];
  return line(last) / line(first) - 1;
}
