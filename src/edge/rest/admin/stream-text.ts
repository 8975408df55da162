import { pipeline } from 'node:stream/promises';
import type { Response } from '../http.js';

/** Streams an answer. Its first part is read before the head goes out, so that a database that is away is still told as a status. */
export async function streamText(response: Response, mediaType: string, text: AsyncGenerator<string>): Promise<void> {
  const head = await text.next();
  const first = head.done === true ? head : await text.next();
  response.status(200).type(mediaType).set('Cache-Control', 'no-store');
  await pipeline(async function* () {
    for (const part of first === head ? [head] : [head, first]) if (part.done !== true) yield part.value;
    yield* text;
  }, response).catch((error: unknown) => {
    if (!response.writableFinished && !response.destroyed) throw error;
  });
}
