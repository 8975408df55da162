/** Calls of the admin interface. */
import { check } from 'k6';
import http, { type RefinedParams } from 'k6/http';
import { Rate } from 'k6/metrics';
import { adminKey, url } from './shop.ts';

const served = new Rate('served');

export interface Reply<Body> {
  readonly body: Body;
  readonly etag: string;
}

export interface Extra {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly csv?: string;
}

/** The answer, checked to have the status, or one of them; null otherwise. `name` is how the call is counted. */
export function ask<Body>(
  name: string,
  method: string,
  path: string,
  wanted: number | readonly number[],
  body: unknown = null,
  extra: Extra = {},
): Reply<Body> | null {
  const headers: Record<string, string> = { authorization: `Bearer ${adminKey}` };
  if (body !== null) headers['content-type'] = 'application/json';
  if (extra.csv !== undefined) headers['content-type'] = 'text/csv';
  if (extra.idempotencyKey !== undefined) headers['idempotency-key'] = extra.idempotencyKey;
  if (extra.ifMatch !== undefined) headers['if-match'] = extra.ifMatch;
  const params: RefinedParams<'text'> = { headers, tags: { name, call: name }, timeout: '30s', responseType: 'text' };
  const response = http.request(method, url + path, extra.csv ?? (body === null ? null : JSON.stringify(body)), params);
  const ok = check(response, { [`${name} is answered ${[wanted].flat().join(' or ')}`]: ({ status }) => [wanted].flat().includes(status) });
  served.add(ok);
  if (!ok) {
    console.error(`${name}: ${response.status} ${response.error || String(response.body).slice(0, 500)}`);
    return null;
  }
  return { body: JSON.parse(String(response.body)) as Body, etag: String(response.headers['Etag'] ?? '') };
}
