/** The import rules of the house: which folder of src may know which other one. Packages are allowed everywhere but in the core. */
const TELEMETRY = 'telemetry';

/** Everything in `from` may import only itself, `may`, telemetry and migrations where named. */
function only(from, may, comment) {
  const allowed = [from, ...may].map((folder) => `^src/${folder}(/|\\.ts$)`);
  return { name: `${from}-imports`, severity: 'error', comment, from: { path: `^src/${from}/` }, to: { path: '^src/', pathNot: allowed } };
}

const PURE_PACKAGES = ['temporal-polyfill', 'zod'];

module.exports = {
  forbidden: [
    only('core', [], 'The core knows only itself.'),
    only('ledger', ['core', TELEMETRY], 'The ledger and the rulebook never meet.'),
    only('rulebook', ['core', TELEMETRY], 'The ledger and the rulebook never meet.'),
    only('checkout', ['core', 'ledger', 'rulebook', TELEMETRY], 'Use cases join the core, the ledger and the rulebook.'),
    only('coupons', ['core', 'ledger', 'rulebook', TELEMETRY], 'Codes are rows of the ledger, changed as administration changes things.'),
    only(
      'members',
      ['core', 'ledger', 'rulebook', TELEMETRY],
      'Members are rows beside the ledger, changed as administration changes things.',
    ),
    only('jobs', ['core', 'ledger', 'rulebook', 'checkout', 'coupons', 'members', TELEMETRY], 'Jobs stand beside the use cases.'),
    only(
      'edge',
      ['checkout', 'coupons', 'members', 'rulebook', 'ledger', 'core', 'config', 'jobs', 'embedded', TELEMETRY],
      'Edges are thin.',
    ),
    only('telemetry', [], 'Telemetry knows nobody.'),
    only('embedded', [], 'The launcher of Postgres and Redis stands alone.'),
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'No package that does IO, and nothing of Node, in the core.',
      from: { path: '^src/core/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: PURE_PACKAGES.map((name) => `node_modules/${name}/`),
      },
    },
    {
      name: 'embedded-only-from-cli',
      severity: 'error',
      comment: 'The engine is given its DATABASE_URL; only commands and tests start services.',
      from: { path: '^src/', pathNot: '^src/(embedded|edge/cli)/' },
      to: { path: '^src/embedded/' },
    },
    {
      name: 'jobs-only-from-cli',
      severity: 'error',
      comment: 'Jobs run by themselves; only commands such as verify start one by hand.',
      from: { path: '^src/edge/', pathNot: '^src/edge/cli/' },
      to: { path: '^src/jobs/' },
    },
    {
      name: 'source-never-imports-tests',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '\\.entity\\.ts$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
