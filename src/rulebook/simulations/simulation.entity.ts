import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SimulationReport } from '../../core/simulation/report.js';

export const SIMULATION_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type SimulationState = (typeof SIMULATION_STATES)[number];

/** A simulation, as it is listed and read. Written by `startSimulation`, `cancelSimulation` and the statements of claims alone. */
@Entity({ schema: 'rulebook', name: 'simulation', synchronize: false })
export class SimulationEntity {
  @PrimaryColumn({ name: 'simulation_id', type: 'text' })
  simulationId!: string;

  @Column({ type: 'text' })
  against!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ name: 'period_from', type: 'timestamptz' })
  from!: Date;

  @Column({ name: 'period_to', type: 'timestamptz' })
  to!: Date;

  @Column({ name: 'store_ids', type: 'text', array: true, nullable: true })
  storeIds!: string[] | null;

  @Column({ name: 'sample_bps', type: 'integer' })
  sampleBps!: number;

  @Column({ type: 'integer' })
  seed!: number;

  @Column({ type: 'text' })
  state!: SimulationState;

  @Column({ type: 'text' })
  reason!: string;

  /** As text: the driver does not squeeze a bigint into a float. */
  @Column({ name: 'receipts_done', type: 'bigint' })
  receiptsDone!: string;

  @Column({ name: 'receipts_total', type: 'bigint', nullable: true })
  receiptsTotal!: string | null;

  @Column({ type: 'integer' })
  attempts!: number;

  @Column({ name: 'cancel_asked', type: 'boolean' })
  cancelAsked!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** Read only where it is asked for. */
  @Column({ type: 'json', nullable: true, select: false })
  report?: SimulationReport | null;
}
