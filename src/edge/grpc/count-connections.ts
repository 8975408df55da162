/** Open connections to a port of this process, counted where Node takes them in, for the gRPC library keeps its own to itself. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const CHANNEL = 'net.server.socket';

export class ConnectionCount {
  /** Connections that are open now. */
  open = 0;
  private readonly onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    if (socket.localPort !== this.port()) return;
    this.open++;
    socket.once('close', () => this.open--);
  };

  constructor(private readonly port: () => number) {
    subscribe(CHANNEL, this.onSocket);
  }

  /** Counts no new ones. */
  stop(): void {
    unsubscribe(CHANNEL, this.onSocket);
  }
}
