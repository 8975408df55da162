import { Text } from './fields.js';

export class ReasonDto {
  @Text('Why; stands in the audit log', 1, 200)
  readonly reason!: string;
}
