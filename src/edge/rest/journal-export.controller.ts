import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { exportPostings, type ExportCursor } from '../../ledger/export.js';
import { uuidOf } from '../../ledger/ids.js';
import { Ledger } from '../../ledger/ledger.js';
import { recordLook } from '../../rulebook/access/change.js';
import type { Actor } from '../../rulebook/access/roles.js';
import { Who } from './admin/access-guard.js';
import { check } from './admin/check.js';
import { BOTH, EXPORTERS, Operation } from './admin/operation.js';
import type { Response } from './http.js';
import { JournalQuery } from './journal-query.dto.js';
import { journalText } from './journal-rows.js';
import { ProblemException } from './problem.js';

const MEDIA_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const;

@Controller('v1/exports')
export class JournalExportController {
  constructor(@Inject(Ledger) private readonly ledger: Ledger) {}

  /** The postings of all entries made in [from, to), in the order of their keys, however many there are. */
  @Get('journal')
  @Operation({
    summary: 'Postings of all entries made in a time',
    roles: EXPORTERS,
    answer: Object.values(MEDIA_TYPES),
    keeps: BOTH,
    personal: true,
  })
  async journal(@Who() actor: Actor, @Query(check) query: JournalQuery, @Res() response: Response): Promise<void> {
    const pages = exportPostings(this.ledger.pool, instant(query.from), instant(query.to), cursorOf(query));
    const text = journalText(pages, query.format, actor.stores);
    // The first page is read before the answer begins, so that a database that is away is still told as a status.
    const first = await text.next();
    await recordLook(this.ledger.pool, actor, { action: 'export.read', subject: 'journal', facts: { ...query, stores: actor.stores } });
    response.status(200).type(MEDIA_TYPES[query.format]).set('Cache-Control', 'no-store');
    await pipeline(async function* () {
      if (first.done !== true) yield first.value;
      yield* text;
    }, response).catch((error: unknown) => {
      if (!response.writableFinished && !response.destroyed) throw error;
    });
  }
}

const instant = (text: string): Date => new Date(text);

function cursorOf({ after }: JournalQuery): ExportCursor | undefined {
  if (after === undefined) return undefined;
  const [bucket, member, version] = after.split(',');
  const memberId = uuidOf('mbr', member ?? '');
  if (memberId === null) throw new ProblemException({ status: 400, code: 'malformed', detail: 'after names no member', field: 'after' });
  return { bucket: Number(bucket), memberId, version: Number(version) };
}
