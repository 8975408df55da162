/** From what went wrong to the gRPC status a till sees. proto/README.md has the same table for integrators. */
import { Metadata, status as Status } from '@grpc/grpc-js';
import type { Rejection, RejectionCode } from '../../core/rejection.js';
import { statusDetails } from './status-details.js';

/** Reasons that are no rejection: the call was not let in, or not finished. */
export type EdgeReason =
  'unauthenticated' | 'may_not_enrol' | 'may_not_operate' | 'overloaded' | 'database_away' | 'deadline_exceeded' | 'fault';

export const STATUSES: Readonly<Record<RejectionCode | EdgeReason, Status>> = {
  malformed: Status.INVALID_ARGUMENT,
  over_limit: Status.INVALID_ARGUMENT,
  currency_mismatch: Status.INVALID_ARGUMENT,
  amount_mismatch: Status.INVALID_ARGUMENT,
  clock_skew: Status.INVALID_ARGUMENT,
  unknown_card: Status.NOT_FOUND,
  unknown_sale: Status.NOT_FOUND,
  unknown_hold: Status.NOT_FOUND,
  unknown_operation: Status.NOT_FOUND,
  card_blocked: Status.FAILED_PRECONDITION,
  card_replaced: Status.FAILED_PRECONDITION,
  not_this_store: Status.PERMISSION_DENIED,
  key_reused: Status.ALREADY_EXISTS,
  not_enough_points: Status.FAILED_PRECONDITION,
  burn_not_allowed: Status.FAILED_PRECONDITION,
  hold_expired: Status.FAILED_PRECONDITION,
  hold_captured: Status.FAILED_PRECONDITION,
  hold_voided: Status.FAILED_PRECONDITION,
  not_a_hold: Status.FAILED_PRECONDITION,
  sale_voided: Status.FAILED_PRECONDITION,
  sale_is_a_hold: Status.FAILED_PRECONDITION,
  sale_has_returns: Status.FAILED_PRECONDITION,
  other_business_day: Status.FAILED_PRECONDITION,
  more_than_sold: Status.FAILED_PRECONDITION,
  receipt_needed: Status.FAILED_PRECONDITION,
  member_merged: Status.FAILED_PRECONDITION,
  open_holds: Status.FAILED_PRECONDITION,
  already_reversed: Status.FAILED_PRECONDITION,
  no_live_rules: Status.FAILED_PRECONDITION,
  concurrent_update: Status.ABORTED,
  unauthenticated: Status.UNAUTHENTICATED,
  may_not_enrol: Status.PERMISSION_DENIED,
  may_not_operate: Status.PERMISSION_DENIED,
  overloaded: Status.RESOURCE_EXHAUSTED,
  database_away: Status.UNAVAILABLE,
  deadline_exceeded: Status.DEADLINE_EXCEEDED,
  fault: Status.INTERNAL,
};

export interface Failure {
  readonly code: Status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** Trailers have to fit into one HTTP/2 header block of the client, 8 KiB with most. */
const MESSAGE_MAX = 500;

/** gRPC's own word for "not before": client libraries with a retry policy keep to it. */
const RETRY_AFTER_MS = '500';

export function failure(reason: RejectionCode | EdgeReason, message: string, facts: Readonly<Record<string, string>>): Failure {
  const code = STATUSES[reason];
  const details = message.slice(0, MESSAGE_MAX);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', statusDetails(code, details, reason, facts));
  if (reason === 'overloaded') metadata.set('grpc-retry-pushback-ms', RETRY_AFTER_MS);
  return { code, details, metadata };
}

export function rejected({ rejection, message, field, detail }: Rejection, requestId: string): Failure {
  return failure(rejection, message, { ...detail, ...(field === '' ? {} : { field }), request_id: requestId });
}

export const statusName = (code: Status): string => Status[code];
