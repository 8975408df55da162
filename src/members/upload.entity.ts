import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A list of members that is worked on in the background. */
@Entity({ schema: 'member', name: 'upload', synchronize: false })
export class UploadEntity {
  @PrimaryColumn({ name: 'upload_id', type: 'text' })
  uploadId!: string;

  @Column({ type: 'text' })
  kind!: 'members' | 'grants';

  @Column({ type: 'text' })
  status!: 'running' | 'done' | 'cancelled' | 'refused';

  @Column({ type: 'integer' })
  lines!: number;

  @Column({ type: 'integer' })
  done!: number;

  @Column({ type: 'integer' })
  refused!: number;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}

/** A line that was refused; those that were done are gone. */
@Entity({ schema: 'member', name: 'upload_line', synchronize: false })
export class UploadLineEntity {
  @PrimaryColumn({ name: 'upload_id', type: 'text' })
  uploadId!: string;

  @PrimaryColumn({ type: 'integer' })
  line!: number;

  @Column({ name: 'refused_code', type: 'text', nullable: true })
  refusedCode!: string | null;

  @Column({ name: 'refused_detail', type: 'text', nullable: true })
  refusedDetail!: string | null;
}
