/** Calls an engine as a till does, from the protos alone; also with bytes that are no message. */
import { Client, credentials, Metadata, type CallOptions, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { method, type ServiceName } from '../../src/edge/grpc/protos.js';
import { readErrorInfo, type ErrorInfo } from '../../src/edge/grpc/status-details.js';

export type Answer =
  | { readonly ok: true; readonly response: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: number; readonly message: string; readonly info: ErrorInfo | undefined };

export interface CallSettings extends CallOptions {
  /** Null: no authorization at all. */
  readonly key?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export class GrpcCaller {
  readonly client: Client;

  constructor(
    address: string,
    private readonly key: string,
    channel: ChannelCredentials = credentials.createInsecure(),
    options: ChannelOptions = {},
  ) {
    this.client = new Client(address, channel, options);
  }

  call(name: string, message: object, settings: CallSettings = {}, service: ServiceName = 'CheckoutService'): Promise<Answer> {
    return this.raw(`/tallystick.v1.${service}/${name}`, encoder(service, name)(message), settings, decoder(service, name));
  }

  enrol(name: string, message: object, settings: CallSettings = {}): Promise<Answer> {
    return this.call(name, message, settings, 'EnrolmentService');
  }

  raw(
    path: string,
    bytes: Buffer,
    { key = this.key, metadata = {}, ...options }: CallSettings = {},
    decode: (bytes: Buffer) => object = () => ({}),
  ): Promise<Answer> {
    const headers = new Metadata();
    for (const [name, value] of Object.entries(metadata)) headers.set(name, value);
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        path,
        (message: Buffer) => message,
        (answer: Buffer) => answer,
        bytes,
        headers,
        options,
        (error, answer) => {
          if (error === null) return resolve({ ok: true, response: decode(answer!) as Record<string, unknown> });
          const [details] = error.metadata.get('grpc-status-details-bin');
          resolve({ ok: false, code: error.code, message: error.details, info: readErrorInfo(details as Buffer | undefined) });
        },
      );
    });
  }

  close(): void {
    this.client.close();
  }
}

interface Codec {
  readonly requestSerialize: (message: object) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => object;
}

const codec = (service: ServiceName, name: string) => method(service, name) as unknown as Codec;

export const encoder = (service: ServiceName, name: string) => codec(service, name).requestSerialize;
const decoder = (service: ServiceName, name: string) => codec(service, name).responseDeserialize;
