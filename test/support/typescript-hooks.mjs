/** Lets plain Node import the project's TypeScript, where Jest's own transform does not reach: its global set-up, and benches. */
import { transformFile } from '@swc/core';
import { fileURLToPath } from 'node:url';

/** Relative imports name the .js file that tsc would write. */
export async function resolve(specifier, context, nextResolve) {
  const ours = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
  return nextResolve(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const { code } = await transformFile(fileURLToPath(url));
  return { format: 'module', source: code, shortCircuit: true };
}
