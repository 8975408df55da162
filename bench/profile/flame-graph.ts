/** A flame graph: callers below, what they call above them, as wide as the time it took. The colour is the stage; a browser shows figures on pointing. */
import type { Call } from './cpu-profile.js';
import { STAGES, type Stage } from './stages.js';

const WIDTH = 1_400;
const ROW = 17;
const LEAST_SHARE = 0.001;
const CHARACTER = 6.6;

interface Box {
  readonly name: string;
  readonly where: string;
  readonly stage: Stage;
  readonly from: number;
  readonly micros: number;
  readonly depth: number;
}

export const placeOf = ({ frame: { url, lineNumber } }: Call): string => {
  const short = url.replace(/^.*\/(dist\/src|node_modules)\//, (_all, folder: string) => (folder === 'node_modules' ? '' : 'src/'));
  return short === '' ? '' : `${short}:${lineNumber + 1}`;
};

export const nameOf = ({ frame: { functionName } }: Call): string => functionName || '(anonymous)';

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const rounded = (value: number): number => Math.floor(value * 100) / 100;
const hueOf = (stage: Stage): number => Math.floor((Object.keys(STAGES).indexOf(stage) * 360) / Object.keys(STAGES).length);

function boxesOf(root: Call): Box[] {
  const boxes: Box[] = [];
  const place = (call: Call, from: number, depth: number): void => {
    if (call.totalMicros < root.totalMicros * LEAST_SHARE) return;
    boxes.push({ name: nameOf(call), where: placeOf(call), stage: call.stage, from, micros: call.totalMicros, depth });
    let at = from;
    for (const child of [...call.children].sort((a, b) => b.totalMicros - a.totalMicros)) {
      place(child, at, depth + 1);
      at += child.totalMicros;
    }
  };
  place(root, 0, 0);
  return boxes;
}

export function flameGraph(root: Call, title: string): string {
  const boxes = boxesOf(root);
  const rows = Math.max(...boxes.map(({ depth }) => depth)) + 1;
  const legendTop = ROW * 2 + rows * ROW;
  const perMicro = WIDTH / root.totalMicros;
  const drawn = boxes.map(({ name, where, stage, from, micros, depth }) => {
    const [x, width, y] = [rounded(from * perMicro), rounded(micros * perMicro), ROW * 2 + (rows - 1 - depth) * ROW];
    const letters = Math.floor(width / CHARACTER);
    const text = letters < 4 ? '' : `<text x="${x + 2}" y="${y + 12}">${escaped(name.slice(0, letters))}</text>`;
    const share = rounded((micros * 100) / root.totalMicros);
    const tip = escaped(`${name} ${where} · ${stage} · ${share} %`);
    return `<g><title>${tip}</title><rect x="${x}" y="${y}" width="${width}" height="${ROW - 1}" fill="hsl(${hueOf(stage)},60%,75%)"/>${text}</g>`;
  });
  const legend = (Object.keys(STAGES) as Stage[]).map((stage, k) => {
    const x = (k * WIDTH) / Object.keys(STAGES).length;
    return `<rect x="${rounded(x)}" y="${legendTop + 6}" width="12" height="12" fill="hsl(${hueOf(stage)},60%,75%)"/><text x="${rounded(x) + 16}" y="${legendTop + 16}">${stage}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${legendTop + 24}" font-family="monospace" font-size="11">`,
    `<text x="2" y="14" font-size="13">${escaped(title)}</text>`,
    ...drawn,
    ...legend,
    '</svg>\n',
  ].join('\n');
}
