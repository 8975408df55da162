/** Pages: a cursor names the last thing of the page before. It is opaque, so that what is in it may change. */
import type { Type } from '@nestjs/common';
import { ProblemException } from '../problem.js';
import { Maybe, Pattern, Told, WholeText } from './fields.js';

export const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;

/** Query of every list. */
export class PageQuery {
  @Maybe()
  @WholeText('Most things on a page', 1, PAGE_MAX)
  readonly limit: number = PAGE_DEFAULT;

  @Maybe()
  @Pattern('`next` of the page before', /^[A-Za-z0-9_-]{1,400}$/, null)
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly next: string | null;
}

/** What a page of these things is in the specification, for a class of its own: `class KeyPageDto extends PageOf(KeyDto) {}`. */
export function PageOf<Item>(of: Type<Item>, description = 'In the order of the list'): Type<Page<Item>> {
  class PageDto implements Page<Item> {
    @Told({ type: [of], description })
    readonly items!: readonly Item[];

    @Told({ type: 'string', nullable: true, description: '`cursor` of the following page; null on the last' })
    readonly next!: string | null;
  }
  return PageDto;
}

/** A page of things of which one more than wanted was read. */
export function pageOf<Row, Item>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string, show: (row: Row) => Item): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(show),
    next: rows.length > limit && last !== undefined ? Buffer.from(keyOf(last)).toString('base64url') : null,
  };
}

/** The key in a cursor, or null for the first page. */
export function afterOf({ cursor }: PageQuery, pattern: RegExp): string | null {
  if (cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (pattern.test(key)) return key;
  throw new ProblemException({ status: 400, code: 'malformed', detail: 'The cursor is not one of this list', field: 'cursor' });
}
