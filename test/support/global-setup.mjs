import { register } from 'node:module';

/** Runs once before all tests, outside of Jest's module system. */
export default async function globalSetup() {
  register('./typescript-hooks.mjs', import.meta.url);
  const { startTestServices } = await import('./services.ts');
  globalThis.stopTestServices = await startTestServices();
}
