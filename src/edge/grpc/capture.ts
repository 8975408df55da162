import { SHAPE } from '../../config.js';
import { capture as finish } from '../../checkout/capture.js';
import type { CaptureCommand, CaptureResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { bodyHash } from './body-hash.js';
import { checkLines } from './check-lines.js';
import { idempotencyKey, words } from './fields.js';
import type { CaptureRequest__Output } from './generated/tallystick/v1/CaptureRequest.js';
import type { CaptureResponse } from './generated/tallystick/v1/CaptureResponse.js';
import type { Operation } from './operation.js';

export const capture: Operation<CheckoutDeps, CaptureRequest__Output, CaptureCommand, CaptureResult, CaptureResponse> = {
  name: 'Capture',
  check(request, { caller, deadlineMs }, limits) {
    const holdId = words(request.holdId, SHAPE.textMax, '', -1, 'hold_id');
    const lines = checkLines(request.lines, limits.linesMax);
    return {
      caller,
      deadlineMs,
      idempotencyKey: idempotencyKey(request.idempotencyKey),
      bodyHash: bodyHash('capture', [holdId, lines]),
      holdId,
      lines,
    };
  },
  run: finish,
  answer: (result) => result,
};
