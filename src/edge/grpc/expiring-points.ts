import { SHAPE } from '../../config.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { expiringPoints as find } from '../../checkout/expiring-points.js';
import type { ExpiringPoints } from '../../ledger/read-expiring.js';
import { checkMayOperate } from './check-operation.js';
import { whole } from './fields.js';
import type { ExpiringPointsRequest__Output } from './generated/tallystick/v1/ExpiringPointsRequest.js';
import type { ExpiringPointsResponse } from './generated/tallystick/v1/ExpiringPointsResponse.js';
import type { StreamOperation } from './server-stream.js';

export const expiringPoints: StreamOperation<CheckoutDeps, ExpiringPointsRequest__Output, number, ExpiringPoints, ExpiringPointsResponse> =
  {
    name: 'ExpiringPoints',
    check(request, envelope) {
      checkMayOperate(envelope);
      return whole(request.untilMs, 1, SHAPE.epochMsMax, '', -1, 'until_ms');
    },
    run: find,
    answer: ({ memberId, points, firstExpiresAtMs }) => ({ memberId, points, firstExpiresAtMs }),
  };
