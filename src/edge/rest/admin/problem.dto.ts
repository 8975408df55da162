import { PROBLEM_CODES } from '../problem-codes.js';
import { Told } from './fields.js';

/** One thing that is wrong, and where. */
export class FindingDto {
  @Told({ type: String, description: 'JSON pointer into the document or the body', example: '/rules/3/benefit/rateBps' })
  readonly pointer!: string;

  @Told({ type: String, example: 'range' })
  readonly code!: string;

  @Told({ type: String, example: '`rateBps` must be at most 10000.' })
  readonly sentence!: string;
}

/** Problem details of RFC 9457. */
export class ProblemDto {
  @Told({ type: String, example: 'about:blank' })
  readonly type!: string;

  @Told({ type: String, example: 'Conflict' })
  readonly title!: string;

  @Told({ type: 'integer', example: 409 })
  readonly status!: number;

  @Told({ enum: Object.keys(PROBLEM_CODES), description: 'Stable; programs decide by it', example: 'base_moved' })
  readonly code!: string;

  @Told({ type: String, description: 'What is wrong and the way out, for people' })
  readonly detail!: string;

  @Told({ type: String, required: false, description: 'Path of the field at fault' })
  readonly field?: string;

  @Told({ type: [FindingDto], required: false })
  readonly errors?: readonly FindingDto[];

  @Told({ type: [FindingDto], required: false })
  readonly warnings?: readonly FindingDto[];

  @Told({ type: String, description: 'Id of the answer in the log' })
  readonly request_id!: string;
}
