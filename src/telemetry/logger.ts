/** JSON lines on standard output, one per event. Nothing is logged for a call that went well, unless the level is `debug`. */
import { destination, pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { maskCard, maskText } from './mask.js';

export type { Logger };

const CARD_FIELDS = ['cardNumber', 'card_number', 'card'];
const SECRET_FIELDS = ['authorization', 'key', 'token', 'password', 'adminToken', 'databaseUrl', 'redisUrl'];
const atAnyDepth = (field: string): string[] => [field, `*.${field}`, `*.*.${field}`];

function censor(value: unknown, path: string[]): string {
  const isCard = CARD_FIELDS.includes(path[path.length - 1] ?? '');
  return isCard && typeof value === 'string' ? maskCard(value) : '[hidden]';
}

/** Message and stack without card numbers and credentials; drivers add fields to errors, which are left out. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return maskText(String(error));
  const { type, message, stack } = stdSerializers.err(error);
  const code = (error as NodeJS.ErrnoException).code;
  return { type, message: maskText(message), stack: maskText(stack), ...(typeof code === 'string' ? { code } : {}) };
}

export function createLogger(level: string, stream: DestinationStream = destination({ sync: true })): Logger {
  return pino(
    {
      level,
      base: { service: 'tallystick' },
      redact: { paths: [...CARD_FIELDS, ...SECRET_FIELDS].flatMap(atAnyDepth), censor },
      serializers: { err: serializeError },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const at = typeof args[0] === 'string' ? 0 : 1;
          if (typeof args[at] === 'string') args[at] = maskText(args[at]);
          method.apply(this, args);
        },
      },
    },
    stream,
  );
}
