import { connectEngine, type Engine } from '../../src/edge/cli/engine/client.js';

/** A client that repeats lost calls for so long; 0: it gives up at once and leaves the effect in the dark. */
export function connect(address: string, key: string, patienceMs = 60_000): Engine {
  return connectEngine({ address, key, tls: null }, { deadlineMs: 10_000, patienceMs });
}
