import type { DataSource, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { createRulebookSource } from './datasource.js';

/** What administration reads by TypeORM. Connects at the first use, and again at the next one where Postgres was away. */
export class AdminSource {
  private source: Promise<DataSource> | null = null;

  /** `more`: entities of administration that are not the rulebook's own. */
  constructor(
    private readonly databaseUrl: string,
    private readonly more: readonly EntityTarget<ObjectLiteral>[] = [],
  ) {}

  async repository<Row extends ObjectLiteral>(entity: EntityTarget<Row>): Promise<Repository<Row>> {
    this.source ??= createRulebookSource(this.databaseUrl, this.more)
      .initialize()
      .catch((error: unknown) => {
        this.source = null;
        throw error;
      });
    return (await this.source).getRepository(entity);
  }

  /** Called by Nest when the process ends. */
  async onApplicationShutdown(): Promise<void> {
    await (await this.source?.catch(() => null))?.destroy();
  }
}
