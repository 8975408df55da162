import { connectEngine, type Engine } from '../../src/edge/cli/engine/client.js';

/** A client that repeats lost calls for a minute; `patient` false gives up at once and leaves the effect in the dark. */
export function connect(address: string, key: string, patient = true): Engine {
  return connectEngine({ address, key, tls: null }, { deadlineMs: 10_000, patienceMs: patient ? 60_000 : 0 });
}
