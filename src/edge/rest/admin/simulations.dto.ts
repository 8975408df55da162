import type { SimulationReport } from '../../../core/simulation/report.js';
import { SOURCE_PATTERN } from '../../../rulebook/drafts/source.js';
import { SIMULATION_STATES, type SimulationState } from '../../../rulebook/simulations/simulation.entity.js';
import { PageOf, PageQuery } from './cursor.js';
import { Instant, Maybe, One, Pattern, Texts, Told, Whole } from './fields.js';

const SIMULATION_ID = /^sim_[0-9a-f]{32}$/;
const STORES_MAX = 1_000;

export class StartSimulationDto {
  @Pattern('What is simulated: `live`, `version:N` or `draft:ID`', SOURCE_PATTERN, 'draft:drf_0198c5e2a7f100000000000000000000')
  readonly against!: string;

  @Instant('Receipts purchased from then on')
  readonly from!: string;

  @Instant('Receipts purchased before')
  readonly to!: string;

  @Maybe()
  @Texts('Only these stores; default: all that the key may see', STORES_MAX, 64)
  readonly storeIds?: string[];

  @Maybe()
  @Whole('The part of all members, and of anonymous receipts, that is looked at; 10,000 is all', 1, 10_000)
  readonly sampleBps: number = 10_000;

  @Maybe()
  @Whole('Chooses the sample: the same seed takes the same members', 0, 2_147_483_647)
  readonly seed: number = 1;
}

export class SimulationPath {
  @Pattern('Id of the simulation', SIMULATION_ID, 'sim_0198c5e2a7f100000000000000000000')
  readonly simulationId!: string;
}

export class SimulationsQuery extends PageQuery {
  @Maybe()
  @One('Only those in this state', SIMULATION_STATES)
  readonly state?: SimulationState;
}

export class ReportQuery {
  @Maybe()
  @One('`json`: the whole report; `csv`: a row for each rule', ['json', 'csv'])
  readonly format: 'json' | 'csv' = 'json';
}

export class SimulationDto {
  @Told({ type: String, pattern: SIMULATION_ID.source })
  readonly simulationId!: string;

  @Told({ type: String })
  readonly against!: string;

  @Told({ type: 'integer', description: 'Revision of the draft as it was when the simulation began; 0 for a version' })
  readonly revision!: number;

  @Told({ type: String, format: 'date-time' })
  readonly from!: Date;

  @Told({ type: String, format: 'date-time' })
  readonly to!: Date;

  @Told({ type: [String], nullable: true, description: 'Null: all stores' })
  readonly storeIds!: readonly string[] | null;

  @Told({ type: 'integer' })
  readonly sampleBps!: number;

  @Told({ type: 'integer' })
  readonly seed!: number;

  @Told({ enum: SIMULATION_STATES })
  readonly state!: SimulationState;

  @Told({ type: String, description: 'Why it failed; else empty' })
  readonly reason!: string;

  @Told({ type: 'integer', description: 'Receipts that were looked at so far' })
  readonly receiptsDone!: number;

  @Told({ type: 'integer', nullable: true, description: 'Null until they are counted' })
  readonly receiptsTotal!: number | null;

  @Told({ type: 'integer', description: 'More than one where an engine died that worked on it' })
  readonly attempts!: number;

  @Told({ type: Boolean, description: 'It will end within about a second' })
  readonly cancelAsked!: boolean;

  @Told({ type: String, format: 'date-time' })
  readonly createdAt!: Date;

  @Told({ type: String })
  readonly createdBy!: string;

  @Told({ type: String, format: 'date-time', nullable: true })
  readonly startedAt!: Date | null;

  @Told({ type: String, format: 'date-time', nullable: true })
  readonly endedAt!: Date | null;
}

export class SimulationPageDto extends PageOf(SimulationDto) {}

export class SimulationWithReportDto extends SimulationDto {
  @Told({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'Null until it is done: receipts changed and why some could not be priced, totals live and simulated, cost by rule, rules that never fired, budgets and limits as they would have run, winners and losers, and what is approximated',
  })
  readonly report!: SimulationReport | null;
}
