/** A figure with three digits that mean something, and commas. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const step = size >= 100 ? 1 : size >= 10 ? 10 : size >= 1 ? 100 : 1000;
  const [whole, rest] = String(Math.floor(value * step + 0.5) / step).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}
