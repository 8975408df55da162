/** Every condition and every line filter of a programme, with its path, wherever it stands and however deep. */
import type { Benefit } from '../benefits.js';
import type { Condition, LineFilter } from '../types.js';
import type { Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

export interface At<T> {
  readonly path: Path;
  readonly item: T;
}

/** All conditions, the ones inside others too. */
export function* conditionsOf(programme: SoundProgramme): Generator<At<Condition>> {
  for (const root of rootConditions(programme)) yield* insideCondition(root);
}

function* rootConditions(programme: SoundProgramme): Generator<At<Condition>> {
  for (const { path, item } of [...programme.rules, ...programme.priceLists]) {
    if (item.when !== undefined) yield { path: [...path, 'when'], item: item.when };
  }
  const shares = programme.settings.burn?.shares ?? [];
  for (const [i, share] of shares.entries()) yield { path: ['settings', 'burn', 'shares', i, 'when'], item: share.when };
}

function* insideCondition({ path, item }: At<Condition>): Generator<At<Condition>> {
  yield { path, item };
  if (item.kind === 'not') yield* insideCondition({ path: [...path, 'of'], item: item.of });
  if (item.kind === 'all' || item.kind === 'any') {
    for (const [i, inner] of item.of.entries()) yield* insideCondition({ path: [...path, 'of', i], item: inner });
  }
}

/** All line filters, the ones inside others too. */
export function* filtersOf(programme: SoundProgramme): Generator<At<LineFilter>> {
  for (const root of rootFilters(programme)) yield* insideFilter(root);
}

function* rootFilters(programme: SoundProgramme): Generator<At<LineFilter>> {
  for (const { path, item } of conditionsOf(programme)) {
    if ('lines' in item && item.lines !== undefined) yield { path: [...path, 'lines'], item: item.lines };
  }
  for (const { path, item } of programme.rules) {
    if (item.lines !== undefined) yield { path: [...path, 'lines'], item: item.lines };
    yield* filtersOfBenefit([...path, 'benefit'], item.benefit);
  }
  const { burn } = programme.settings;
  for (const [i, share] of (burn?.lineShares ?? []).entries())
    yield { path: ['settings', 'burn', 'lineShares', i, 'lines'], item: share.lines };
  if (burn?.excluded !== undefined) yield { path: ['settings', 'burn', 'excluded'], item: burn.excluded };
}

function* filtersOfBenefit(path: Path, benefit: Benefit): Generator<At<LineFilter>> {
  if (benefit.kind === 'buyGet') {
    yield { path: [...path, 'buy'], item: benefit.buy };
    if (benefit.get !== undefined) yield { path: [...path, 'get'], item: benefit.get };
  }
  if (benefit.kind === 'bundle') {
    for (const [i, pool] of benefit.pools.entries()) yield { path: [...path, 'pools', i, 'lines'], item: pool.lines };
  }
}

function* insideFilter({ path, item }: At<LineFilter>): Generator<At<LineFilter>> {
  yield { path, item };
  for (const [i, inner] of (item.any ?? []).entries()) yield* insideFilter({ path: [...path, 'any', i], item: inner });
  if (item.exclude !== undefined) yield* insideFilter({ path: [...path, 'exclude'], item: item.exclude });
}
