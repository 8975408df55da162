import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

/** A terminal, as administration lists it. Written by the verbs of this folder alone, which count the revision. */
@Entity({ schema: 'access', name: 'terminal', synchronize: false })
export class TerminalEntity {
  @PrimaryColumn({ name: 'terminal_id', type: 'text' })
  terminalId!: string;

  @Column({ name: 'store_id', type: 'text' })
  storeId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'may_enrol', type: 'boolean' })
  mayEnrol!: boolean;

  @Column({ name: 'may_operate', type: 'boolean' })
  mayOperate!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Column({ type: 'bigint' })
  revision!: string;

  @OneToMany(() => TerminalKeyEntity, (key) => key.terminal)
  keys!: Relation<TerminalKeyEntity[]>;
}

/** One of at most two keys. Its hash is not read: administration needs the age of a key, never its content. */
@Entity({ schema: 'access', name: 'terminal_key', synchronize: false })
export class TerminalKeyEntity {
  @PrimaryColumn({ name: 'terminal_id', type: 'text' })
  terminalId!: string;

  @PrimaryColumn({ type: 'smallint' })
  slot!: number;

  @Column({ name: 'key_hash', type: 'bytea', select: false })
  keyHash?: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @ManyToOne(() => TerminalEntity, (terminal) => terminal.keys)
  @JoinColumn({ name: 'terminal_id' })
  terminal!: Relation<TerminalEntity>;
}
