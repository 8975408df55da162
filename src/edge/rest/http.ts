/** The part of Express that the controllers use; its own types are not installed. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Request extends IncomingMessage {
  readonly path: string;
}

export interface Response extends ServerResponse {
  status(code: number): this;
  type(mediaType: string): this;
  set(header: string, value: string): this;
  send(body: string): this;
}
