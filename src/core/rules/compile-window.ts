import { instantOf } from '../time.js';
import type { Window } from './types.js';

/** A window as instants; an open side is infinite, so that a comparison is enough. */
export function span(window: Window | undefined, zone: string): { readonly fromMs: number; readonly toMs: number } {
  return {
    fromMs: window?.from === undefined ? -Infinity : instantOf(window.from, zone),
    toMs: window?.to === undefined ? Infinity : instantOf(window.to, zone),
  };
}
