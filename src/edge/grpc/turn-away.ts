/**
 * Turns away at its head a call that there is no room for, before its message is read. With three times the calls that can be answered, most
 * of what is left of the processor would else go into reading what is refused anyway.
 */
import type { ServerInterceptingCall, ServerInterceptor } from '@grpc/grpc-js';
import type { Metrics } from '../../telemetry/metrics.js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { urgencyOf, type Gate } from './gate.js';
import { protos, SERVICES } from './protos.js';
import { failure, statusName } from './status.js';

export const OVERLOADED = 'too many calls in work: repeat the same call a little later';

/** Made once: nothing was begun, so there is nothing to tell one from another by. */
export const TURNED_AWAY = failure('overloaded', OVERLOADED, {});

/** The gate is asked again when a message has been read, and only then lets the call in. */
export function turnAway({ gate, metrics }: { readonly gate: Gate; readonly metrics: Metrics }): ServerInterceptor {
  const methods = SERVICES.flatMap((service) => Object.values(protos()[service]! as ServiceDefinition));
  const known = new Map(
    methods.map(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return [path, { urgency: urgencyOf(name), mine: metrics.forCall(name) }];
    }),
  );
  return ({ path }, call) => {
    const method = known.get(path);
    if (method !== undefined && !gate.hasRoom(method.urgency)) {
      method.mine.ended(statusName(TURNED_AWAY.code));
      call.sendStatus(TURNED_AWAY);
    }
    // As it came: a wrapper would cost every call something. The library asks for its class where the interface is all it uses.
    return call as ServerInterceptingCall;
  };
}
