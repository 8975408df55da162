/** Windows of time: from before to, and, where the instant is known at which the programme is looked at, not over yet. */
import type { EpochMs } from '../../money.js';
import { instantOf } from '../../time.js';
import type { Window } from '../types.js';
import type { Findings, Path } from './finding.js';
import type { Sound, SoundProgramme } from './sound.js';

interface Span {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** `atMs` null: no clock, so nothing is said of the past. */
export function checkWindows(programme: SoundProgramme, atMs: EpochMs | null, findings: Findings): void {
  const clock = instants(programme.timeZone);
  const check = (path: Path, window: Window | undefined): Span => checkWindow(path, window, clock, atMs, findings);
  for (const list of [programme.campaigns, programme.promoCodes, programme.couponSeries] as readonly (readonly Sound<{
    window?: Window;
  }>[])[]) {
    for (const { path, item } of list) check([...path, 'window'], item.window);
  }
  const campaigns = new Map(programme.campaigns.map(({ item }) => [item.id, spanOf(item.window, clock)]));
  for (const { path, item } of programme.rules) {
    const own = check([...path, 'window'], item.window);
    const wide = campaigns.get(item.campaign ?? '');
    if (wide !== undefined && isApart(own, wide)) {
      findings.warn(
        [...path, 'window'],
        'never',
        `The window lies outside the window of the campaign \`${item.campaign}\`, so the rule never applies.`,
      );
    }
  }
  for (const { path, item } of programme.priceLists) {
    const wide = check([...path, 'window'], item.window);
    for (const [i, entry] of item.items.entries()) {
      if (entry.from === undefined && entry.to === undefined) continue;
      const own = checkWindow([...path, 'items', i], entry, clock, null, findings);
      if (isApart(own, wide)) findings.warn([...path, 'items', i], 'never', 'The price is never valid while its list is.');
    }
  }
}

function checkWindow(path: Path, window: Window | undefined, clock: Clock, atMs: EpochMs | null, findings: Findings): Span {
  const span = spanOf(window, clock);
  if (span.fromMs >= span.toMs) {
    findings.error([...path, 'to'], 'impossible', `\`to\` (${window?.to}) must be after \`from\` (${window?.from}); it is exclusive.`);
  } else if (atMs !== null && span.toMs <= atMs) {
    findings.warn([...path, 'to'], 'past', `The window ended at ${window?.to}.`);
  }
  return span;
}

type Clock = (text: string) => EpochMs;

/** Long price lists repeat few instants. */
function instants(zone: string): Clock {
  const known = new Map<string, EpochMs>();
  return (text) => {
    let atMs = known.get(text);
    if (atMs === undefined) known.set(text, (atMs = instantOf(text, zone)));
    return atMs;
  };
}

function spanOf(window: Window | undefined, clock: Clock): Span {
  return {
    fromMs: window?.from === undefined ? -Infinity : clock(window.from),
    toMs: window?.to === undefined ? Infinity : clock(window.to),
  };
}

/** Two windows that are each possible and never open together. */
function isApart(a: Span, b: Span): boolean {
  return a.fromMs < a.toMs && b.fromMs < b.toMs && Math.max(a.fromMs, b.fromMs) >= Math.min(a.toMs, b.toMs);
}
