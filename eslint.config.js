import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Amounts are integers: whatever rounds or parses a float is refused everywhere. */
const FLOATS = [
  {
    selector: "MemberExpression[object.name='Math'][property.name=/^(round|fround)$/]",
    message: 'Math.round is not symmetric for negative numbers: use core/money.ts.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat'], CallExpression[callee.property.name='parseFloat']",
    message: 'Amounts are integers: parse them as such.',
  },
  { selector: "CallExpression[callee.property.name='toFixed']", message: 'Format integers of minor units; toFixed hides a float.' },
];

const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config.ts reads the environment.',
};

/** The core is a pure synchronous function: the clock, chance and IO are handed in by its caller, or not at all. */
const IMPURE = [
  { selector: ':function[async=true]', message: 'The core is synchronous.' },
  { selector: 'AwaitExpression', message: 'The core is synchronous.' },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The core has no clock: take the instant as an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The core has no clock: take the instant as an argument.' },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'The core has no clock: take the instant as an argument.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'The core has no chance.' },
];

const DIVISION = {
  selector: "BinaryExpression[operator='/'], AssignmentExpression[operator='/=']",
  message: 'Only core/money.ts divides: call mulDivFloor, mulDivHalfUp or allocate.',
};

const IMPURE_GLOBALS = [
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'fetch',
  'console',
  'Buffer',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.tallystick/', '**/generated/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'module', 'URL', 'setTimeout', 'fetch', 'Buffer', 'AbortSignal'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': ['error', ...FLOATS, ENVIRONMENT],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 70 }] },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['src/core/money.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...FLOATS, ENVIRONMENT, ...IMPURE, DIVISION],
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
    },
  },
  {
    files: ['src/core/money.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FLOATS, ENVIRONMENT, ...IMPURE], 'no-restricted-globals': ['error', ...IMPURE_GLOBALS] },
  },
  {
    // These read the environment because they start before, or instead of, the engine's own configuration.
    files: ['src/config.ts', 'src/embedded/**/*.ts', 'src/edge/cli/engine/locate.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FLOATS] },
  },
);
