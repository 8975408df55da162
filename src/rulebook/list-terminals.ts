import type { DataSource } from 'typeorm';
import { TerminalEntity } from './terminal.entity.js';

/** Terminals of a store with the slots and ages of their keys, revoked ones too. */
export function listTerminals(source: DataSource, storeId: string): Promise<TerminalEntity[]> {
  return source.getRepository(TerminalEntity).find({
    where: { storeId },
    relations: { keys: true },
    order: { terminalId: 'ASC', keys: { slot: 'ASC' } },
  });
}
