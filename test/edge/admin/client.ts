/** Calls the admin interface over HTTP, as a program would. */
import type { Role } from '../../../src/rulebook/access/roles.js';
import { startTestEngine, type TestEngine } from '../../support/engine.js';

export const TOKEN = 'a-token-of-24-characters!';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly text: string;
}

export class AdminClient {
  constructor(
    private readonly base: string,
    readonly token: string | null,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : { text }) as Reply['body'] };
  }

  get = (path: string, headers?: Record<string, string>): Promise<Reply> => this.call('GET', path, undefined, headers);
  post = (path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Reply> => this.call('POST', path, body, headers);
}

export interface AdminEngine extends TestEngine {
  /** By the token of the settings. */
  readonly admin: AdminClient;
  /** A client with a new key of these roles; the name of the key is `name`. */
  as(name: string, ...roles: Role[]): Promise<AdminClient>;
}

export async function startAdminEngine(env: Record<string, string> = {}, programme?: object | null): Promise<AdminEngine> {
  const at = await (programme === undefined
    ? startTestEngine({ ADMIN_TOKEN: TOKEN, ADMIN_CALLS_PER_MINUTE_MAX: '100000', ...env })
    : startTestEngine({ ADMIN_TOKEN: TOKEN, ADMIN_CALLS_PER_MINUTE_MAX: '100000', ...env }, programme));
  const admin = new AdminClient(at.http, TOKEN);
  const as = async (name: string, ...roles: Role[]): Promise<AdminClient> => {
    const made = await admin.post('/v1/keys', { name, roles });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return new AdminClient(at.http, String(made.body['key']));
  };
  return { ...at, admin, as };
}

/** Status and code of an answer. */
export const told = ({ status, body }: Reply): unknown[] => (status < 400 ? [status] : [status, body['code']]);
