// Original file: proto/tallystick/v1/checkout.proto

export const BookingOutcome = {
  BOOKING_OUTCOME_UNSPECIFIED: 'BOOKING_OUTCOME_UNSPECIFIED',
  BOOKING_OUTCOME_BOOKED: 'BOOKING_OUTCOME_BOOKED',
  BOOKING_OUTCOME_QUOTE_MOVED: 'BOOKING_OUTCOME_QUOTE_MOVED',
} as const;

export type BookingOutcome =
  | 'BOOKING_OUTCOME_UNSPECIFIED'
  | 0
  | 'BOOKING_OUTCOME_BOOKED'
  | 1
  | 'BOOKING_OUTCOME_QUOTE_MOVED'
  | 2

export type BookingOutcome__Output = typeof BookingOutcome[keyof typeof BookingOutcome]
