// Original file: proto/tallystick/v1/operations.proto

export const Direction = {
  DIRECTION_UNSPECIFIED: 'DIRECTION_UNSPECIFIED',
  DIRECTION_ADD: 'DIRECTION_ADD',
  DIRECTION_TAKE: 'DIRECTION_TAKE',
} as const;

export type Direction =
  | 'DIRECTION_UNSPECIFIED'
  | 0
  | 'DIRECTION_ADD'
  | 1
  | 'DIRECTION_TAKE'
  | 2

export type Direction__Output = typeof Direction[keyof typeof Direction]
