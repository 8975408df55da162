import type { DataSource } from 'typeorm';
import { VersionEntity } from './version.entity.js';

/** Published versions without their documents, the newest first: who published what, when, why, live from when. */
export function history(source: DataSource, versionsMax: number): Promise<VersionEntity[]> {
  return source.getRepository(VersionEntity).find({ order: { version: 'DESC' }, take: versionsMax });
}
