/** `node dist/src/edge/cli/settings.js`: prints the settings table of the README, in Markdown. */
import { pathToFileURL } from 'node:url';
import { describeConfig } from '../../config.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function settingsTable(): string {
  const rows = describeConfig().map(
    ({ variable, default: value, unit, text }) => `| \`${variable}\` | ${value === '' ? '–' : `\`${value}\``} | ${unit} | ${cell(text)} |`,
  );
  return ['| Variable | Default | Unit | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(settingsTable());
