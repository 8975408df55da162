/** `npm run chaos`: the long form of test/sim/chaos.test.ts, with 20 kills of the engine and 5 of Postgres; CHAOS_… and SIM_SEED change it. */
process.env.CHAOS_ENGINE_KILLS ||= '20';
process.env.CHAOS_POSTGRES_KILLS ||= '5';
process.argv.push('test/sim/chaos.test.ts');
await import('./test.mjs');
