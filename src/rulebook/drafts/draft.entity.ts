import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import type { Document } from './draft-row.js';

export type DraftStatus = 'open' | 'published' | 'discarded';

/** A draft of the programme, as administration lists it. Written by the verbs of this folder alone. */
@Entity({ schema: 'rulebook', name: 'draft', synchronize: false })
export class DraftEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'text' })
  draftId!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', array: true })
  labels!: string[];

  /** Read only where it is asked for: it may be large. */
  @Column({ type: 'json', select: false })
  document?: Document;

  @Column({ name: 'base_version', type: 'integer' })
  baseVersion!: number;

  @Column({ type: 'text' })
  status!: DraftStatus;

  @Column({ name: 'published_version', type: 'integer', nullable: true })
  publishedVersion!: number | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy!: string;

  @OneToMany(() => DraftApprovalEntity, (approval) => approval.draft)
  approvals!: Relation<DraftApprovalEntity[]>;
}

/** Somebody else has read this revision and agrees. */
@Entity({ schema: 'rulebook', name: 'draft_approval', synchronize: false })
export class DraftApprovalEntity {
  @PrimaryColumn({ name: 'draft_id', type: 'text' })
  draftId!: string;

  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @PrimaryColumn({ name: 'approved_by', type: 'text' })
  approvedBy!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @ManyToOne(() => DraftEntity, (draft) => draft.approvals)
  @JoinColumn({ name: 'draft_id' })
  draft!: Relation<DraftEntity>;
}

/** A remark on a draft. */
@Entity({ schema: 'rulebook', name: 'draft_comment', synchronize: false })
export class DraftCommentEntity {
  @PrimaryColumn({ name: 'comment_id', type: 'bigint' })
  commentId!: string;

  @Column({ name: 'draft_id', type: 'text' })
  draftId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  author!: string;

  @Column({ type: 'text' })
  text!: string;
}
