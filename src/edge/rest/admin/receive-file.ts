import type pg from 'pg';
import { isRefusal } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { BadFile } from '../../../rulebook/upload/csv-source.js';
import { PROBLEMS_TOLD_MAX, uploadFile, type Take, type UploadAnswer, type UploadWanted } from '../../../rulebook/upload/upload-file.js';
import type { Request, Response } from '../http.js';
import { ProblemException } from '../problem.js';
import { orProblem } from './check.js';

/** Streams the body of a request into the database; wrong rows become a problem that says where the rest of them is read. */
export async function receiveFile(
  db: pg.Pool,
  actor: Actor,
  wanted: UploadWanted,
  request: Request,
  response: Response,
  nowMs: number,
  take: Take,
): Promise<UploadAnswer> {
  if (!/^text\/csv\b/i.test(request.headers['content-type'] ?? ''))
    throw new ProblemException({ status: 415, code: 'malformed', detail: 'Send the file as text/csv' });
  try {
    const changed = await uploadFile(db, actor, wanted, request, nowMs, take);
    if (isRefusal(changed)) return orProblem(changed);
    const { answer } = changed;
    if (answer.badRows === 0) return answer;
    const rest = `GET /v1/csv-uploads/${answer.uploadId}/problems has all of them`;
    const detail = `${answer.badRows} of ${answer.rows} rows are wrong and nothing was taken; ${rest}`;
    throw new ProblemException({ status: 422, code: 'bad_rows', detail, errors: answer.problems.slice(0, PROBLEMS_TOLD_MAX) });
  } catch (error) {
    if (!request.readableEnded) {
      // What is still on its way is read and dropped, so that the answer reaches the client.
      response.set('Connection', 'close');
      request.resume();
    }
    if (error instanceof BadFile)
      throw new ProblemException({ status: error.code === 'over_limit' ? 413 : 400, code: error.code, detail: error.message });
    throw error;
  }
}
