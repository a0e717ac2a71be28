import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
    },
  },
  // The pure half is told the time, and streams have RxJS's clock.
  {
    files: ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'marbles'].map((folder) => `src/${folder}/**`),
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'performance',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'queueMicrotask',
        'console',
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The time is told.' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'The time is told.' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance is told.' },
      ],
    },
  },
  // A spec may say `!` of what it has just written down itself.
  { files: ['spec/**', 'bench/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
