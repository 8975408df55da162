/** Integers as people write them. No amount passes through a float. */

/** 123456 → 1,234.56, for a currency with two decimals. */
export function formatMinor(minor: number, decimals = 2): string {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const whole = groups(digits.slice(0, cut));
  return `${minor < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(cut)}`}`;
}

/** 1234567 → 1,234,567. */
export function formatCount(count: number): string {
  return `${count < 0 ? '-' : ''}${groups(String(Math.abs(count)))}`;
}

/** 3000 → 3; 356 → 0.356; 1500 → 1.5. */
export function formatQuantity(milli: number): string {
  return formatMinor(milli, 3).replace(/\.?0+$/, '');
}

function groups(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 2 → 2000; 0.356 → 356; null where it is no quantity above zero with up to three decimals. */
export function parseQuantity(text: string): number | null {
  const found = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text);
  if (found === null) return null;
  const milli = Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0'));
  return milli > 0 ? milli : null;
}

/** 12.34 → 1234; null where it is no amount. */
export function parseMinor(text: string, decimals = 2): number | null {
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(text);
  if (found === null || (found[2] ?? '').length > decimals) return null;
  return Number(found[1] + (found[2] ?? '').padEnd(decimals, '0'));
}
