import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A series of unique codes as administration knows it. Rules name it by its id in the programme. */
@Entity({ schema: 'ledger', name: 'coupon_series', synchronize: false })
export class SeriesEntity {
  @PrimaryColumn({ name: 'series_id', type: 'text' })
  seriesId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  prefix!: string;

  @Column({ type: 'smallint' })
  length!: number;

  @Column({ type: 'boolean' })
  checksum!: boolean;

  @Column({ name: 'code_group', type: 'smallint' })
  group!: number;

  @Column({ name: 'valid_from', type: 'timestamptz', nullable: true })
  validFrom!: Date | null;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'uses_max_per_code', type: 'integer' })
  usesPerCode!: number;

  @Column({ name: 'uses_max_per_member', type: 'integer', nullable: true })
  usesPerMember!: number | null;

  /** As text: the driver does not squeeze a bigint into a float. */
  @Column({ name: 'uses_max_total', type: 'bigint', nullable: true })
  usesTotal!: string | null;

  @Column({ type: 'boolean' })
  bound!: boolean;

  @Column({ name: 'blocked_at', type: 'timestamptz', nullable: true })
  blockedAt!: Date | null;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy!: string;
}

/** Codes made or imported together. */
@Entity({ schema: 'ledger', name: 'coupon_batch', synchronize: false })
export class BatchEntity {
  @PrimaryColumn({ name: 'batch_id', type: 'integer' })
  batchId!: number;

  @Column({ name: 'series_id', type: 'text' })
  seriesId!: string;

  @Column({ type: 'text' })
  origin!: 'generated' | 'imported' | 'issued';

  @Column({ type: 'integer' })
  wanted!: number;

  @Column({ type: 'integer' })
  done!: number;

  @Column({ type: 'text' })
  status!: 'running' | 'done' | 'cancelled';

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
