/** What the engine has told, by the names of its fields, so that made-up requests also ask for things that are there. */
import type { Document } from './document.js';

const KEPT_MAX = 12;
/** What was told at the very beginning stays. */
const FIRST_KEPT = 3;
const THINGS_MAX = 2_000;

type Simple = string | number;
export type Thing = Readonly<Record<string, Simple>>;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

export class Known {
  private readonly values = new Map<string, Simple[]>();
  /** Fields that were told together: a card with its member. */
  private readonly things: Thing[] = [];
  /** What documents hold besides is of no use in a request. */
  private readonly names: ReadonlySet<string>;

  constructor({ paths, components }: Document) {
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const parameters = operations.flatMap(({ parameters: all = [] }) => all.map(({ name }) => name));
    this.names = new Set([...parameters, ...Object.values(components.schemas).flatMap(({ properties = {} }) => Object.keys(properties))]);
  }

  /** Keeps what an answer tells of a thing, and of the things in it. `of`: what is known of it from the request. */
  learn(answer: unknown, of: Thing = {}): void {
    if (Array.isArray(answer)) return answer.slice(0, KEPT_MAX).forEach((one) => this.learn(one, of));
    if (typeof answer !== 'object' || answer === null) return;
    const told = Object.entries(answer).map(([name, value]) => [name === 'next' ? 'cursor' : name, value] as const);
    const own = told.filter(
      (pair): pair is [string, Simple] => this.names.has(pair[0]) && (typeof pair[1] === 'number' || isText(pair[1])),
    );
    const thing = { ...of, ...Object.fromEntries(own) };
    for (const [name, value] of Object.entries(thing)) this.add(name, value);
    this.things.unshift(thing);
    this.things.length = Math.min(this.things.length, THINGS_MAX);
    for (const [, value] of told) this.learn(value, thing);
  }

  /** Of `toMemberId` what is known of `memberId`. */
  of(name: string): readonly Simple[] {
    const exact = this.values.get(name);
    if (exact !== undefined) return exact;
    const ending = [...this.values.keys()].find((one) => one.endsWith('Id') && name.toLowerCase().endsWith(one.toLowerCase()));
    return ending === undefined ? [] : this.values.get(ending)!;
  }

  /** Things of which all of these are known. */
  with(names: readonly string[]): readonly Thing[] {
    return this.things.filter((thing) => names.every((name) => name in thing)).slice(0, KEPT_MAX);
  }

  private add(name: string, value: Simple): void {
    const kept = this.values.get(name) ?? [];
    if (kept.includes(value)) return;
    this.values.set(name, [...kept.slice(0, FIRST_KEPT), ...kept.slice(FIRST_KEPT).slice(FIRST_KEPT + 1 - KEPT_MAX), value]);
  }
}
