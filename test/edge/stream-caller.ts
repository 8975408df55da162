/** Streams as a till or a system opens them. */
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { method, type ServiceName } from '../../src/edge/grpc/protos.js';
import { readErrorInfo } from '../../src/edge/grpc/status-details.js';
import type { GrpcCaller } from '../support/grpc-caller.js';

export interface Streamed {
  readonly answers: readonly Record<string, unknown>[];
  /** The reason of the error the stream ended with; empty where it ended well. */
  readonly reason: string;
}

interface Codec {
  readonly requestSerialize: (message: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Record<string, unknown>;
}

function codecOf(service: ServiceName, name: string): Codec & { readonly path: string } {
  return { ...(method(service, name) as unknown as Codec), path: `/tallystick.v1.${service}/${name}` };
}

function headersOf(key: string): Metadata {
  const headers = new Metadata();
  headers.set('authorization', `Bearer ${key}`);
  return headers;
}

function collect(call: NodeJS.ReadableStream): Promise<Streamed> {
  const answers: Record<string, unknown>[] = [];
  return new Promise((resolve) => {
    call.on('data', (answer: Record<string, unknown>) => answers.push(answer));
    call.on('error', (error: ServiceError) => {
      const info = readErrorInfo(error.metadata.get('grpc-status-details-bin')[0] as Buffer | undefined);
      resolve({ answers, reason: info?.reason ?? String(error.code) });
    });
    call.on('end', () => setImmediate(() => resolve({ answers, reason: '' })));
  });
}

export function readStream(grpc: GrpcCaller, key: string, service: ServiceName, name: string, message: object): Promise<Streamed> {
  const { path, requestSerialize, responseDeserialize } = codecOf(service, name);
  return collect(grpc.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, message, headersOf(key)));
}

/** Sends all messages; where `breakAfter` is given, cuts the connection of the call after so many answers. */
export function sendQueue(grpc: GrpcCaller, key: string, messages: readonly object[], breakAfter = Infinity): Promise<Streamed> {
  const { path, requestSerialize, responseDeserialize } = codecOf('OfflineService', 'ReplayReceipts');
  const call = grpc.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, headersOf(key));
  let seen = 0;
  call.on('data', () => {
    if (++seen === breakAfter) call.cancel();
  });
  const collected = collect(call);
  for (const message of messages) call.write(message);
  if (breakAfter === Infinity) call.end();
  return collected;
}
