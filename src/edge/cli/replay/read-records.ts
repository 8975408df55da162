import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** How far a file has been read, in bytes as they lie on the disk. */
export interface FileProgress {
  readonly bytesTotal: number;
  bytesRead: number;
}

function isGzip(file: string): boolean {
  const handle = openSync(file, 'r');
  const magic = Buffer.alloc(2);
  readSync(handle, magic, 0, 2, 0);
  closeSync(handle);
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

export const fileProgress = (file: string): FileProgress => ({ bytesTotal: statSync(file).size, bytesRead: 0 });

/** The lines of a file, gzipped or not, that are not empty. Reads no faster than they are taken. */
export async function* readLines(file: string, progress: FileProgress = fileProgress(file)): AsyncGenerator<string> {
  const source = createReadStream(file);
  source.on('data', (chunk) => (progress.bytesRead += chunk.length));
  const unzip = isGzip(file) ? createGunzip() : null;
  let failed: Error | null = null;
  const fail = (error: Error): void => {
    failed = error;
    unzip?.destroy();
  };
  source.on('error', fail);
  unzip?.on('error', (error) => (failed = error));
  const input = unzip === null ? source : source.pipe(unzip);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) if (line.trim() !== '') yield line;
  if (failed !== null) throw new Error(`${file}: ${(failed as Error).message}`);
}
