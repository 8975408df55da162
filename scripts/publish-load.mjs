/** `npm run publish:load`: the long form of test/sim/publish-load.test.ts: a quiet minute, then 100 publications, 32 tills, 1,000 rules. */
process.env.PUBLISHES ||= '100';
process.env.PUBLISH_TILLS ||= '32';
process.env.PUBLISH_QUIET_MS ||= '60000';
process.env.PUBLISH_EVERY_MS ||= '600';
process.env.PUBLISH_RULES ||= '1000';
process.argv.push('test/sim/publish-load.test.ts');
await import('./test.mjs');
