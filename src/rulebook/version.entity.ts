import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A published version, as administration lists it. Written by `publish` alone; engines read it by their own statements. */
@Entity({ schema: 'rulebook', name: 'version', synchronize: false })
export class VersionEntity {
  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  hash!: string;

  /** Read only where it is asked for: it may be large. */
  @Column({ type: 'json', select: false })
  document?: unknown;

  @Column({ name: 'published_at', type: 'timestamptz' })
  publishedAt!: Date;

  @Column({ name: 'published_by', type: 'text' })
  publishedBy!: string;

  @Column({ type: 'text' })
  comment!: string;

  @Column({ name: 'live_from', type: 'timestamptz' })
  liveFrom!: Date;
}
