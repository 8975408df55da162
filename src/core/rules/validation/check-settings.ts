/** Settings that fit each other, and a currency with the digits it has. */
import type { Findings } from './finding.js';
import type { SoundProgramme } from './sound.js';

export function checkSettings(programme: SoundProgramme, findings: Findings): void {
  const { burn } = programme.settings;
  if (burn === undefined) return;
  const path = ['settings', 'burn'];
  const step = burn.stepPoints ?? 1;
  const least = burn.minPoints ?? 1;
  if (burn.minPoints !== undefined && least % step !== 0) {
    const next = least + step - (least % step);
    findings.warn([...path, 'minPoints'], 'unusual', `Only multiples of ${step} are taken, so the least is ${next} in fact.`);
  }
  if (burn.excluded !== undefined && Object.keys(burn.excluded).length === 0) {
    findings.error(
      [...path, 'excluded'],
      'impossible',
      'An empty filter takes every line, so nothing could be paid with points; leave `burn` out to say so.',
    );
  }
  const most = Math.max(burn.shareMaxBps ?? 10_000, ...(burn.shares ?? []).map((share) => share.shareMaxBps));
  if (most === 0 || burn.lineShareMaxBps === 0) {
    findings.warn(
      [...path, most === 0 ? 'shareMaxBps' : 'lineShareMaxBps'],
      'never',
      'With a share of 0 nothing can be paid with points; leave `burn` out to say so.',
    );
  }
}

/** Digits that are not those of the currency shift every amount by a factor of ten. */
export function checkCurrency(document: unknown, findings: Findings): void {
  if (typeof document !== 'object' || document === null) return;
  const { currency, minorDigits } = document as Readonly<Record<string, unknown>>;
  if (typeof currency !== 'string' || typeof minorDigits !== 'number' || !Intl.supportedValuesOf('currency').includes(currency)) return;
  const usual = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  if (usual === minorDigits) return;
  findings.warn(['minorDigits'], 'unusual', `${currency} has ${usual} digits after the point, not ${minorDigits}.`);
}
