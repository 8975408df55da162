import { availableParallelism } from 'node:os';

/** Native ESM: run with NODE_OPTIONS=--experimental-vm-modules, which `npm test` does. TypeScript is stripped as .swcrc says. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tallystick/'],
  reporters: ['default', '<rootDir>/test/support/counts-reporter.mjs'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Jest leaves one processor to itself; of two that is half of them, and tests mostly wait.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
