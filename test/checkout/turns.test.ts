import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from '../../src/checkout/turns.js';

it('work of one member goes one after the other, of others at once', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const one = (name: string, ms: number) => async (): Promise<string> => {
    order.push(`${name} begins`);
    await sleep(ms);
    order.push(`${name} ends`);
    return name;
  };
  const answers = await Promise.all([turns.run('m', one('a', 20)), turns.run('m', one('b', 1)), turns.run('n', one('c', 1))]);
  expect(answers).toEqual(['a', 'b', 'c']);
  expect(order).toEqual(['a begins', 'c begins', 'c ends', 'a ends', 'b begins', 'b ends']);
});

it('work that fails holds up nobody, and only its own caller is told', async () => {
  const turns = new Turns();
  const failing = turns.run('m', () => Promise.reject(new Error('no')));
  const next = turns.run('m', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

it('keeps nothing of work that is done', async () => {
  const turns = new Turns();
  const kept = (turns as unknown as { readonly last: Map<string, { readonly work: unknown }> }).last;
  const running = turns.run('m', () => sleep(5));
  const entry = kept.get('m')!;
  expect(entry.work).not.toBeNull();
  await running;
  expect(kept.size).toBe(0);
  // An old table of the map may still hold the entry.
  expect(entry.work).toBeNull();
});
