// Original file: proto/tallystick/v1/checkout.proto

export const ShortfallPolicy = {
  SHORTFALL_POLICY_UNSPECIFIED: 'SHORTFALL_POLICY_UNSPECIFIED',
  SHORTFALL_POLICY_NEGATIVE: 'SHORTFALL_POLICY_NEGATIVE',
  SHORTFALL_POLICY_DEDUCT: 'SHORTFALL_POLICY_DEDUCT',
  SHORTFALL_POLICY_FORGIVE: 'SHORTFALL_POLICY_FORGIVE',
} as const;

export type ShortfallPolicy =
  | 'SHORTFALL_POLICY_UNSPECIFIED'
  | 0
  | 'SHORTFALL_POLICY_NEGATIVE'
  | 1
  | 'SHORTFALL_POLICY_DEDUCT'
  | 2
  | 'SHORTFALL_POLICY_FORGIVE'
  | 3

export type ShortfallPolicy__Output = typeof ShortfallPolicy[keyof typeof ShortfallPolicy]
