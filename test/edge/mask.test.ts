import { Writable } from 'node:stream';
import { createLogger } from '../../src/telemetry/logger.js';
import { maskCard, maskText } from '../../src/telemetry/mask.js';

test.each([
  ['6001234567891234', '****1234'],
  ['600123456', '****3456'],
  ['60012345', '****'],
  ['12', '****'],
])('the card %s is shown as %s', (card, expected) => expect(maskCard(card)).toBe(expected));

test.each([
  ['card 6001234567891234 is not known', 'card ****1234 is not known'],
  ['authorization: Bearer tsk_VDE_abc', 'authorization: Bearer [hidden]'],
  ['connect postgres://u:secret@db:5432/x', 'connect postgres://u:[hidden]@db:5432/x'],
  ['receipt 1234567 of 2026-11-02', 'receipt 1234567 of 2026-11-02'],
  ['id 0198a3b4-1234-7890-8000-123456789012', 'id 0198a3b4-1234-7890-8000-123456789012'],
])('%s', (text, expected) => expect(maskText(text)).toBe(expected));

test('a log line', () => {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const cause = Object.assign(new Error('card 6001234567891234'), { detail: 'key 6001234567891234', code: '23505' });
  createLogger('info', sink).info(
    { cardNumber: '6001234567891234', call: { card_number: '6001234567891234', key: 'tsk_1' }, token: 'x', err: cause },
    'card %s',
    'x',
  );
  const line = JSON.parse(text) as Record<string, unknown>;
  expect(text).not.toContain('6001234567891234');
  expect(line).toMatchObject({
    level: 'info',
    service: 'tallystick',
    cardNumber: '****1234',
    call: { card_number: '****1234', key: '[hidden]' },
    token: '[hidden]',
    err: { message: 'card ****1234', code: '23505' },
  });
  expect(line['err']).not.toHaveProperty('detail');
});
