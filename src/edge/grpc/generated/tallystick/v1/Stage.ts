// Original file: proto/tallystick/v1/quote.proto

export const Stage = {
  STAGE_UNSPECIFIED: 'STAGE_UNSPECIFIED',
  STAGE_CARD_PRICE: 'STAGE_CARD_PRICE',
  STAGE_LINE: 'STAGE_LINE',
  STAGE_RECEIPT: 'STAGE_RECEIPT',
  STAGE_BURN: 'STAGE_BURN',
  STAGE_EARN: 'STAGE_EARN',
} as const;

export type Stage =
  | 'STAGE_UNSPECIFIED'
  | 0
  | 'STAGE_CARD_PRICE'
  | 1
  | 'STAGE_LINE'
  | 2
  | 'STAGE_RECEIPT'
  | 3
  | 'STAGE_BURN'
  | 4
  | 'STAGE_EARN'
  | 5

export type Stage__Output = typeof Stage[keyof typeof Stage]
