import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UploadKind, UploadMode, UploadStatus } from '../upload/upload-file.js';
import type { ListSettings } from './list-settings.js';

const asNumber = { to: (value: number) => value, from: (value: string | null) => (value === null ? null : Number(value)) };

/** A price list, as administration lists it. Written by the verbs of this folder alone. */
@Entity({ schema: 'prices', name: 'list', synchronize: false })
export class PriceListEntity {
  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @Column({ type: 'json' })
  settings!: ListSettings;

  @Column({ name: 'settings_revision', type: 'integer' })
  settingsRevision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy!: string;
}

/** A published revision of a list. */
@Entity({ schema: 'prices', name: 'revision', synchronize: false })
export class PriceRevisionEntity {
  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @Column({ name: 'list_id', type: 'text' })
  listId!: string;

  @Column({ name: 'list_revision', type: 'integer' })
  listRevision!: number;

  @Column({ type: 'json' })
  settings!: ListSettings;

  @Column({ name: 'upload_id', type: 'text', nullable: true })
  uploadId!: string | null;

  @Column({ type: 'integer', nullable: true })
  restored!: number | null;

  @Column({ name: 'row_count', type: 'bigint', transformer: asNumber })
  rowCount!: number;

  @Column({ type: 'bigint', transformer: asNumber })
  added!: number;

  @Column({ type: 'bigint', transformer: asNumber })
  removed!: number;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ name: 'published_at', type: 'timestamptz' })
  publishedAt!: Date;

  @Column({ name: 'published_by', type: 'text' })
  publishedBy!: string;

  @Column({ type: 'text' })
  comment!: string;

  @Column({ name: 'live_from', type: 'timestamptz' })
  liveFrom!: Date;

  @Column({ name: 'called_off_at', type: 'timestamptz', nullable: true })
  calledOffAt!: Date | null;
}

/** An uploaded file. */
@Entity({ schema: 'upload', name: 'file', synchronize: false })
export class CsvUploadEntity {
  @PrimaryColumn({ name: 'upload_id', type: 'text' })
  uploadId!: string;

  @Column({ type: 'text' })
  kind!: UploadKind;

  @Column({ name: 'list_id', type: 'text', nullable: true })
  listId!: string | null;

  @Column({ type: 'text' })
  mode!: UploadMode;

  @Column({ type: 'text' })
  status!: UploadStatus;

  @Column({ type: 'bigint', transformer: asNumber })
  rows!: number;

  @Column({ name: 'bad_rows', type: 'bigint', transformer: asNumber })
  badRows!: number;

  @Column({ type: 'bigint', transformer: asNumber })
  bytes!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'uploaded_at', type: 'timestamptz' })
  uploadedAt!: Date;

  @Column({ name: 'uploaded_by', type: 'text' })
  uploadedBy!: string;
}
