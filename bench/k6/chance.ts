/** Chance as shops have it. */

export const chance = (percent: number): boolean => Math.random() * 100 < percent;
export const below = (count: number): number => Math.floor(Math.random() * count);
export const between = (from: number, to: number): number => from + Math.random() * (to - from);

/** Ranks by Zipf's law: the first comes twice as often as the second. A few customers come all the time, most hardly ever. */
export const zipf = (count: number): number => Math.min(count, Math.floor((count + 1) ** Math.random())) - 1;

/** Lines of a basket: half of all have up to six, the mean is nine, one in a hundred has about fifty. */
export function basketSize(): number {
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.max(1, Math.min(120, Math.ceil(5.5 * Math.exp(0.9 * normal))));
}
