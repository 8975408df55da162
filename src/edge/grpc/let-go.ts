/**
 * A stream that has closed lets go of its call. Node keeps the streams of a connection in a map, and an old table of that map keeps streams
 * that closed long ago until the whole heap is collected; their listeners would keep their calls too, with all that was worked out for
 * them, and bring that collection, for which all tills wait, nearer.
 */
import { EventEmitter } from 'node:events';

/** `call` is one of the gRPC library, which keeps its stream to itself: where there is none to be seen, nothing happens. */
export function letGoWhenClosed(call: object): void {
  const { stream } = call as { readonly stream?: unknown };
  if (stream instanceof EventEmitter) stream.once('close', letGo);
}

/** Not the method of streams, which looks for readers in a turn of its own. Nothing is told of a stream after its close. */
function letGo(this: EventEmitter): void {
  EventEmitter.prototype.removeAllListeners.call(this);
}
