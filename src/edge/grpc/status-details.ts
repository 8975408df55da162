/** `google.rpc.Status` with one `ErrorInfo`, the standard form in which gRPC carries a code of our own. */
import { fromJSON, type MessageTypeDefinition } from '@grpc/proto-loader';

const text = (id: number) => ({ type: 'string', id });
const MAP = { keyType: 'string', type: 'string', id: 3 };

/** Field numbers as Google publishes them. */
const SCHEMA: Parameters<typeof fromJSON>[0] = {
  nested: {
    google: {
      nested: {
        protobuf: { nested: { Any: { fields: { type_url: text(1), value: { type: 'bytes', id: 2 } } } } },
        rpc: {
          nested: {
            Status: {
              fields: {
                code: { type: 'int32', id: 1 },
                message: text(2),
                details: { rule: 'repeated', type: 'google.protobuf.Any', id: 3 },
              },
            },
            ErrorInfo: {
              fields: { reason: text(1), domain: text(2), metadata: MAP },
            },
          },
        },
      },
    },
  },
};
const definitions = fromJSON(SCHEMA);

interface Any {
  readonly type_url: string;
  readonly value: Buffer;
}
interface RpcStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly Any[];
}
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const RPC_STATUS = definitions['google.rpc.Status'] as MessageTypeDefinition<RpcStatus, RpcStatus>;
const ERROR_INFO = definitions['google.rpc.ErrorInfo'] as MessageTypeDefinition<ErrorInfo, ErrorInfo>;
const TYPE_URL = 'type.googleapis.com/google.rpc.ErrorInfo';

export function statusDetails(code: number, message: string, reason: string, metadata: Readonly<Record<string, string>>): Buffer {
  const value = ERROR_INFO.serialize({ reason, domain: 'tallystick', metadata });
  return RPC_STATUS.serialize({ code, message, details: [{ type_url: TYPE_URL, value }] });
}

/** The ErrorInfo of an answer; undefined where there is none. For clients. */
export function readErrorInfo(details: Buffer | undefined): ErrorInfo | undefined {
  const any = details === undefined ? undefined : RPC_STATUS.deserialize(details).details?.find(({ type_url }) => type_url === TYPE_URL);
  return any === undefined ? undefined : ERROR_INFO.deserialize(any.value);
}
