import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A line of the audit log. Written by `change` and `recordLook` alone; Postgres refuses to alter it. */
@Entity({ schema: 'access', name: 'audit', synchronize: false })
export class AuditEntity {
  /** As text: the driver does not squeeze a bigint into a float. */
  @PrimaryColumn({ type: 'bigint' })
  sequence!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ name: 'key_id', type: 'text' })
  keyId!: string;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'jsonb' })
  facts!: Record<string, unknown>;
}
