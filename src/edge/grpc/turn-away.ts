/**
 * Turns away at its head a call that there is no room for, before its message is read. With three times the calls that can be answered, most
 * of what is left of the processor would else go into reading what is refused anyway.
 */
import { Metadata, type ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import type { Metrics } from '../../telemetry/metrics.js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { urgencyOf, type Gate } from './gate.js';
import { letGoWhenClosed } from './let-go.js';
import { protos, SERVICES } from './protos.js';
import { failure, statusName, type Failure } from './status.js';

export const OVERLOADED = 'too many calls in work: repeat the same call a little later';

/** Trailers that never change: the library copies and encodes those of an answer anew each time. */
class MadeOnce extends Metadata {
  private readonly made: ReturnType<Metadata['toHttp2Headers']>;

  constructor(from: Metadata) {
    super();
    this.merge(from);
    this.made = super.toHttp2Headers();
  }

  override clone(): Metadata {
    return this;
  }

  override toHttp2Headers(): ReturnType<Metadata['toHttp2Headers']> {
    return this.made;
  }
}

const overloaded = failure('overloaded', OVERLOADED, {});

/** Nothing was begun, so there is nothing to tell one from another by. */
export const TURNED_AWAY: Failure = { ...overloaded, metadata: new MadeOnce(overloaded.metadata) };

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
    } else letGoWhenClosed(call);
    // As it came: a wrapper would cost every call something. The library asks for its class where the interface is all it uses.
    return call as ServerInterceptingCall;
  };
}
