/**
 * Node's first process keeps a connection that it handed to another one until that has taken it. One that dies before has taken
 * none, and the connection would stay open for ever: its client waits for an answer that nobody gives. So what was handed to a dead process is
 * closed here, and its client connects anew. The messages between the processes are Node's own; where they were others, nothing is closed.
 */
import type { Worker } from 'node:cluster';

interface Message {
  readonly act?: string;
  readonly seq?: number;
  /** The `seq` that it answers. */
  readonly ack?: number;
}

interface Connection {
  close(): void;
}

export function closeLostConnections({ process: child }: Worker): void {
  const handed = new Map<number, Connection>();
  const send = child.send.bind(child) as (message: Message, handle?: Connection, ...more: unknown[]) => boolean;
  child.send = ((message: Message, handle?: Connection, ...more: unknown[]): boolean => {
    if (message.act === 'newconn' && message.seq !== undefined && handle !== undefined) handed.set(message.seq, handle);
    return send(message, handle, ...more);
  }) as typeof child.send;
  child.on('internalMessage', ({ ack }: Message) => {
    if (ack !== undefined) handed.delete(ack);
  });
  child.once('exit', () => {
    for (const connection of handed.values()) connection.close();
    handed.clear();
  });
}
