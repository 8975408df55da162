/** `node --import` this: a child process then runs the project's TypeScript as it lies there, without a build. */
import { register } from 'node:module';

register('../support/typescript-hooks.mjs', import.meta.url);
