/** The part of Express that the controllers use; its own types are not installed. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../../rulebook/access/roles.js';

export interface Request extends IncomingMessage {
  readonly path: string;
  readonly ip?: string;
  readonly body: unknown;
  /** Who asks, once the guard has let the request in. */
  actor?: Actor;
}

export interface Response extends ServerResponse {
  status(code: number): this;
  type(mediaType: string): this;
  set(header: string, value: string): this;
  send(body: string): this;
}
