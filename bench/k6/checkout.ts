/** Calls of the checkout as a till makes them: a connection that stays open, a deadline, and the same call again until it is answered. */
import { sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Rate } from 'k6/metrics';
import { Client, type GrpcError } from 'k6/net/grpc';
import { between } from './chance.ts';
import { address, terminalKeys, tls } from './shop.ts';

/** By the numbers of gRPC. */
const STATUSES = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED'],
  ...['RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'],
  'UNAUTHENTICATED',
];
/** After these the same call is made again; every other one is a defect of the engine or of this script. */
const AGAIN = new Set(['CANCELLED', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED', 'UNAVAILABLE']);
const TRIES_MAX = 8;
const TIMEOUT_MS = 5_000;
const PAUSE_SECONDS = 0.05;

const answers = new Counter('answers');
const served = new Rate('served');

/** So that the summary shows how often each status came, and fails on those that may never come. */
export const byStatus: Readonly<Record<string, string[]>> = Object.fromEntries(
  STATUSES.map((status) => [`answers{status:${status}}`, [status === 'OK' ? 'count>0' : AGAIN.has(status) ? 'count>=0' : 'count==0']]),
);

const client = new Client();
client.load(['../../proto'], 'tallystick/v1/checkout.proto');
let connected = false;

export interface How {
  /** The first try is given so little time that its answer may be lost, before or after it had its effect. */
  readonly loseFirst?: boolean;
}

export interface Answered<Answer> {
  readonly answer: Answer;
  /** How many tries came before it. */
  readonly repeats: number;
}

/** The answer, after as many repetitions as it takes; null where none came or the call was refused. */
export function call<Answer>(method: string, request: object, how: How = {}): Answered<Answer> | null {
  if (!connected) client.connect(address, { plaintext: !tls, timeout: '10s' });
  connected = true;
  const metadata = { authorization: `Bearer ${terminalKeys[exec.vu.idInTest % terminalKeys.length]}` };
  for (let repeats = 0; repeats < TRIES_MAX; repeats++) {
    const timeout = how.loseFirst === true && repeats === 0 ? Math.ceil(between(1, 15)) : TIMEOUT_MS;
    const { status, message, error } = client.invoke(`tallystick.v1.CheckoutService/${method}`, request, {
      metadata,
      timeout: `${timeout}ms`,
      tags: { call: method },
    });
    // k6 hands out a number of Go, which is a number only when it is asked for one.
    const name = STATUSES[Number(status)] ?? String(status);
    answers.add(1, { status: name, call: method });
    if (name === 'OK') {
      served.add(true);
      return { answer: message as Answer, repeats };
    }
    if (!AGAIN.has(name)) {
      console.error(`${method}: ${name}: ${(error as Partial<GrpcError> | null)?.message ?? ''}`);
      break;
    }
    sleep(PAUSE_SECONDS * 2 ** Math.min(repeats, 5));
  }
  served.add(false);
  return null;
}
