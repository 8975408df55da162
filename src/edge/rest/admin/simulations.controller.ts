import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify/sync';
import { ArrayContainedBy, LessThan } from 'typeorm';
import type { SimulationReport } from '../../../core/simulation/report.js';
import { refuse } from '../../../rulebook/access/refusal.js';
import type { Actor, Scope } from '../../../rulebook/access/roles.js';
import { cancelSimulation } from '../../../rulebook/simulations/cancel-simulation.js';
import { SimulationEntity } from '../../../rulebook/simulations/simulation.entity.js';
import { startSimulation } from '../../../rulebook/simulations/start-simulation.js';
import type { Response } from '../http.js';
import { Who } from './access-guard.js';
import { check, IdempotencyKey, orProblem } from './check.js';
import { afterOf, pageOf, type Page } from './cursor.js';
import { AdminDeps } from './deps.js';
import { BOTH, Operation, READERS, WRITERS } from './operation.js';
import { runChange } from './run-change.js';
import { ownStore } from './scope.js';
import { ReportQuery, SimulationDto, SimulationPageDto, SimulationPath, SimulationsQuery } from './simulations.dto.js';
import { SimulationWithReportDto, StartSimulationDto } from './simulations.dto.js';

const MISSING = refuse('unknown_simulation', 'There is no simulation with this id');

@ApiTags('simulations')
@Controller('v1/simulations')
export class SimulationsController {
  constructor(@Inject(AdminDeps) private readonly deps: AdminDeps) {}

  @Post()
  @Operation({
    summary: 'Price past receipts by a draft, a version or what is live, in the background, and compare with what they cost',
    roles: WRITERS,
    status: 201,
    answer: SimulationDto,
    problems: [404, 409, 422],
    headers: ['idempotency'],
    keeps: BOTH,
  })
  async start(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Body(check) body: StartSimulationDto,
  ): Promise<SimulationDto> {
    for (const storeId of body.storeIds ?? []) ownStore(actor, storeId);
    const { against, sampleBps, seed } = body;
    const storeIds = body.storeIds ?? actor.stores;
    const wanted = { against, sampleBps, seed, storeIds, from: new Date(body.from), to: new Date(body.to) };
    const call = { actor, operation: 'POST /v1/simulations', idempotencyKey, body };
    const { simulationId } = await runChange(this.deps, call, (tx) => startSimulation(tx, actor, wanted, this.deps.clock()));
    return shown(await this.find(actor, simulationId));
  }

  @Get()
  @Operation({ summary: 'Simulations without their reports, the newest first', roles: READERS, answer: SimulationPageDto, keeps: BOTH })
  async list(@Who() actor: Actor, @Query(check) query: SimulationsQuery): Promise<Page<SimulationDto>> {
    const after = afterOf(query, /^sim_[0-9a-f]{32}$/);
    const { state, limit } = query;
    const where = {
      ...own(actor),
      ...(after === null ? {} : { simulationId: LessThan(after) }),
      ...(state === undefined ? {} : { state }),
    };
    const simulations = await this.deps.source.repository(SimulationEntity);
    const rows = await simulations.find({ where, order: { simulationId: 'DESC' }, take: limit + 1 });
    return pageOf(rows, limit, ({ simulationId }) => simulationId, shown);
  }

  @Get(':simulationId')
  @Operation({
    summary: 'How far a simulation is, and its report when it is done',
    roles: READERS,
    answer: SimulationWithReportDto,
    problems: [404],
    keeps: BOTH,
  })
  async read(@Who() actor: Actor, @Param(check) { simulationId }: SimulationPath): Promise<SimulationWithReportDto> {
    const row = await this.find(actor, simulationId, true);
    return { ...shown(row), report: row.report ?? null };
  }

  @Post(':simulationId/cancel')
  @Operation({
    summary: 'End a simulation: at once where it waits, within about a second where it runs',
    roles: WRITERS,
    answer: SimulationDto,
    problems: [404, 409],
    headers: ['idempotency'],
    keeps: BOTH,
  })
  async cancel(
    @Who() actor: Actor,
    @IdempotencyKey() idempotencyKey: string | null,
    @Param(check) { simulationId }: SimulationPath,
  ): Promise<SimulationDto> {
    await this.find(actor, simulationId);
    const call = { actor, operation: `POST /v1/simulations/${simulationId}/cancel`, idempotencyKey };
    await runChange(this.deps, call, (tx) => cancelSimulation(tx, simulationId));
    return shown(await this.find(actor, simulationId));
  }

  @Get(':simulationId/report')
  @Operation({
    summary: 'The report of a simulation that is done, to keep: as JSON, or as CSV with a row for each rule',
    roles: READERS,
    answer: ['application/json', 'text/csv'],
    problems: [404, 409],
    keeps: BOTH,
  })
  async report(
    @Who() actor: Actor,
    @Param(check) { simulationId }: SimulationPath,
    @Query(check) { format }: ReportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { report, state } = await this.find(actor, simulationId, true);
    if (report === null || report === undefined) return orProblem(refuse('no_report', `The simulation is ${state}: it has no report`));
    response.set('Content-Disposition', `attachment; filename="${simulationId}.${format}"`);
    response.type(format === 'csv' ? 'text/csv' : 'application/json');
    response.send(format === 'csv' ? ruleRows(report) : JSON.stringify(report));
  }

  /** One of another store's is answered like one that is not there. */
  private async find({ stores }: Scope, simulationId: string, withReport = false): Promise<SimulationEntity> {
    const simulations = await this.deps.source.repository(SimulationEntity);
    const all = Object.fromEntries(simulations.metadata.columns.map(({ propertyName }) => [propertyName, true]));
    const row = await simulations.findOne({ where: { simulationId }, ...(withReport ? { select: all } : {}) });
    const isOwn = row !== null && (stores === null || (row.storeIds?.every((storeId) => stores.includes(storeId)) ?? false));
    return isOwn ? row : orProblem(MISSING);
  }
}

const own = ({ stores }: Scope) => (stores === null ? {} : { storeIds: ArrayContainedBy([...stores]) });

function shown({ receiptsDone, receiptsTotal, report: _report, ...row }: SimulationEntity): SimulationDto {
  return { ...row, receiptsDone: Number(receiptsDone), receiptsTotal: receiptsTotal === null ? null : Number(receiptsTotal) };
}

/** Amounts in minor units and smallest points, as in the report. */
function ruleRows({ rules }: SimulationReport): string {
  const rows = rules.map(({ ruleId, name, stage, live, simulated }) => ({
    rule_id: ruleId,
    name,
    stage,
    ...costOf('live', live),
    ...costOf('simulated', simulated),
  }));
  const columns = ['rule_id', 'name', 'stage', ...Object.keys(costOf('live', NOTHING)), ...Object.keys(costOf('simulated', NOTHING))];
  return stringify(rows, { header: true, columns, escape_formulas: true });
}

type Cost = SimulationReport['rules'][number]['live'];
const NOTHING: Cost = { receipts: 0, discountMinor: 0, points: 0, pointsCostMinor: null };

function costOf(side: 'live' | 'simulated', { receipts, discountMinor, points, pointsCostMinor }: Cost): Record<string, number | null> {
  return {
    [`${side}_receipts`]: receipts,
    [`${side}_discount_minor`]: discountMinor,
    [`${side}_points`]: points,
    [`${side}_points_cost_minor`]: pointsCostMinor,
  };
}
