import { status, type ServiceError } from '@grpc/grpc-js';
import { readErrorInfo } from '../../grpc/status-details.js';

/** A call the engine did not do: status, our code, and the field at fault. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly status: status,
    /** Our code, e.g. `not_enough_points`; empty where the failure is not a refusal of the engine. */
    readonly code: string,
    readonly field: string,
    message: string,
    readonly detail: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get statusName(): string {
    return status[this.status] ?? String(this.status);
  }

  /** One line for people. */
  describe(): string {
    const where = this.field === '' ? '' : ` (field ${this.field})`;
    return `${this.code || this.statusName}: ${this.message}${where}`;
  }
}

export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const { code, details, metadata } = thrown as Partial<ServiceError>;
  if (code === undefined) throw thrown;
  const [bytes] = metadata?.get('grpc-status-details-bin') ?? [];
  const { reason = '', metadata: detail = {} } = readErrorInfo(Buffer.isBuffer(bytes) ? bytes : undefined) ?? {};
  return new EngineError(code, reason, detail['field'] ?? '', details ?? String(thrown), detail);
}
