/** Requests made up from the specification of an operation: as it should be, with one thing spoiled, or with many. */
import fc from 'fast-check';
import type { Document, Named, Parameter } from './document.js';
import type { Known } from './known.js';
import { awkward, Values } from './values.js';

export interface Made {
  /** With its query. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What its path names. */
  readonly of: Readonly<Record<string, string>>;
  /** If-Match is the ETag of what is there now. */
  readonly match: boolean;
}

interface Body {
  readonly media: string | null;
  readonly text: string;
}

/** Half a character cannot be sent. */
const textOf = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString();
const encoded = (value: unknown): string => encodeURIComponent(textOf(value));
/** Segments that a client resolves by itself, or that name another path. */
const isSegment = (value: unknown): boolean => !['', '.', '..'].includes(textOf(value)) && textOf(value).length < 2_000;
const RAW_SEGMENTS = ['%ff', '%00', '%ZZ', '%2F', '%', 'a;b', 'a%20b'];

export class Requests {
  private readonly values: Values;

  constructor(
    document: Document,
    private readonly known: Known,
  ) {
    this.values = new Values(document, known);
  }

  of({ method, path, operation }: Named): fc.Arbitrary<Made> {
    const parameters = operation.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === 'path');
    const inQuery = parameters.filter((one) => one.in === 'query');
    const names = parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase());
    const content = Object.entries(operation.requestBody?.content ?? {});
    const body = content.length === 0 ? fc.constant(null) : fc.oneof(...content.map(([media, { schema }]) => this.body(media, schema)));
    const segments = fc.record(Object.fromEntries(inPath.map((one) => [one.name, this.segment(one)])));
    const query = fc.record(Object.fromEntries(inQuery.map((one) => [one.name, this.queried(one)])));
    const needed = [...inPath, ...inQuery.filter(({ required }) => required === true)].map(({ name }) => name);
    const thing = this.thing(needed.length > 1 ? needed : []);
    return fc.record({ thing, segments, query, odd: oddQuery(inQuery), headers: headers(names), body }).map((made) => {
      const { match, ...own } = made.headers;
      const media: Record<string, string> = made.body?.media == null ? {} : { 'content-type': made.body.media };
      const text = made.body === null ? {} : { body: made.body.text };
      const sent = path.replace(/\{(\w+)\}/g, (_all, name: string) => made.thing[name] ?? made.segments[name]!);
      const pairs = Object.entries({ ...made.query, ...picked(made.thing, inQuery) }).filter(([, value]) => value !== null);
      const asked = [...pairs.map(([name, value]) => `${name}=${value}`), ...made.odd].join('&');
      const headers = { ...own, ...media };
      const of = { ...made.segments, ...picked(made.thing, inPath) };
      return {
        method: method.toUpperCase(),
        path: asked === '' ? sent : `${sent}?${asked}`,
        of,
        headers,
        match: match !== undefined,
        ...text,
      };
    });
  }

  /** Values that belong together, mostly. */
  private thing(names: readonly string[]): fc.Arbitrary<Readonly<Record<string, string>>> {
    const found = names.length === 0 ? [] : this.known.with(names);
    const texts = found.map((thing) => Object.fromEntries(names.map((name) => [name, encoded(thing[name])])));
    const none = fc.constant<Record<string, string>>({});
    return texts.length === 0 ? none : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: none });
  }

  private segment(parameter: Parameter): fc.Arbitrary<string> {
    return fc.oneof(
      { weight: 24, arbitrary: this.good(parameter).filter(isSegment).map(encoded) },
      { weight: 1, arbitrary: awkward().filter(isSegment).map(encoded) },
      { weight: 1, arbitrary: fc.constantFrom(...RAW_SEGMENTS) },
    );
  }

  private queried(parameter: Parameter): fc.Arbitrary<string | null> {
    const value = fc.oneof({ weight: 12, arbitrary: this.good(parameter) }, { weight: 1, arbitrary: awkward() });
    const [some, none] = parameter.required === true ? [40, 1] : [2, 3];
    return fc.oneof(
      { weight: some, arbitrary: value.map((one) => encoded(one).slice(0, 4_000)) },
      { weight: none, arbitrary: fc.constant(null) },
    );
  }

  private good({ name, schema, example }: Parameter): fc.Arbitrary<unknown> {
    return this.values.of({ ...schema, ...(example === undefined ? {} : { example }) }, name);
  }

  private body(media: string, schema: Parameters<Values['of']>[0]): fc.Arbitrary<Body> {
    const good = this.values.of(schema);
    if (media !== 'application/json') return files(media, good.map(textOf));
    const json = good.map((value) => ({ media, text: JSON.stringify(value) }));
    const spoiled = fc.tuple(good, fc.nat(), awkward()).map(([value, at, by]) => ({ media, text: JSON.stringify(spoil(value, at, by)) }));
    const raw = ['', '{', 'null', '[]', '"x"', '1', '{"a":1,}', '\ufeff{}', `${'['.repeat(5_000)}`, `{"a":"${'b'.repeat(70_000)}"}`];
    const types = ['application/json; charset=utf-16', 'application/json; charset=nonsense', 'text/plain', 'application/xml', null];
    return fc.oneof(
      { weight: 14, arbitrary: json },
      { weight: 4, arbitrary: spoiled },
      { weight: 1, arbitrary: fc.constantFrom(...raw).map((text) => ({ media, text })) },
      { weight: 1, arbitrary: fc.record({ media: fc.constantFrom(...types), text: good.map((value) => JSON.stringify(value)) }) },
    );
  }
}

const picked = (thing: Readonly<Record<string, string>>, parameters: readonly Parameter[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parameters.flatMap(({ name }) => (thing[name] === undefined ? [] : [[name, thing[name]]])));

function oddQuery(parameters: readonly Parameter[]): fc.Arbitrary<readonly string[]> {
  const first = parameters[0]?.name ?? 'x';
  const odd = fc.constantFrom('unknown=1', `${first}=1&${first}=2`, `${first}[a]=1`, `${first}=%ff`, '=', '__proto__[x]=1');
  return fc.oneof({ weight: 15, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: odd.map((one) => [one]) });
}

/** One place of a value replaced, taken away, or given a neighbour that nobody knows. */
function spoil(value: unknown, at: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by;
  if (Array.isArray(value))
    return value.length === 0 ? [by] : value.map((one, k) => (k === at % value.length ? spoil(one, at >> 2, by) : one) as unknown);
  const names = Object.keys(value);
  const name = names[at % (names.length + 1)];
  if (name === undefined) return { ...value, nobodyKnows: by };
  const { [name]: old, ...rest } = value as Record<string, unknown>;
  return at % 7 === 0 ? rest : { ...rest, [name]: at % 3 === 0 ? spoil(old, at >> 2, by) : by };
}

function files(media: string, good: fc.Arbitrary<string>): fc.Arbitrary<Body> {
  const cell = fc.oneof(awkward().map(textOf), fc.constantFrom('', '1', 'S1', 'T1', 'coffee', '2027-01-01'));
  const spoiled = fc.tuple(good, fc.nat(), cell).map(([text, at, by]) => {
    const parts = text.split(/([,\n])/);
    return parts.map((part, k) => (k === at % parts.length ? by : part)).join('');
  });
  const raw = fc.constantFrom(
    '',
    '\n',
    'x',
    '"',
    '{}\n',
    '{"code":"A-1"}\n{"code":',
    '\u0000,\u0001\n',
    'a,b\n1\n',
    `${'x'.repeat(70_000)}\n`,
  );
  const lines = good.map((text) => {
    const [head = '', ...rows] = text.trim().split('\n');
    const columns = head.split(',');
    return rows.map((row) => JSON.stringify(Object.fromEntries(row.split(',').map((one, k) => [columns[k] ?? '', one])))).join('\n');
  });
  const text = fc.oneof(
    { weight: 6, arbitrary: media === 'application/x-ndjson' ? lines : good },
    { weight: 4, arbitrary: spoiled },
    { weight: 1, arbitrary: raw },
  );
  const types = fc.oneof(
    { weight: 12, arbitrary: fc.constant(media) },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json', null) },
  );
  return fc.record({ media: types, text });
}

/** `match` stands for the ETag of what is there, which is asked for when the request is sent. */
function headers(names: readonly string[]): fc.Arbitrary<Readonly<Record<string, string>>> {
  const keys = fc.oneof(
    { weight: 12, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom('again', '', ' ', 'a b', 'x'.repeat(129), 'é') },
  );
  const key = keys.map((one): Record<string, string> => ({ 'idempotency-key': one }));
  const stale = fc.constantFrom('"1"', '"999999999"', '"0"', '*', 'W/"1"', '1').map((one): Record<string, string> => ({ 'if-match': one }));
  const match = fc.oneof({ weight: 12, arbitrary: fc.constant<Record<string, string>>({ match: '' }) }, { weight: 2, arbitrary: stale });
  const none = fc.constant<Record<string, string>>({ 'if-none-match': '*' });
  const parts = [
    ...(names.includes('idempotency-key') ? [key] : []),
    ...(names.includes('if-match') ? [names.includes('if-none-match') ? fc.oneof(match, none) : match] : []),
  ];
  const absent = fc.constant<Record<string, string>>({});
  return fc
    .tuple(...parts.map((part) => fc.oneof({ weight: 12, arbitrary: part }, { weight: 1, arbitrary: absent })))
    .map((all) => Object.assign({}, ...all) as Record<string, string>);
}
