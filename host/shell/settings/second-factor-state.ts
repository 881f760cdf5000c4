/** One's own second factor, `GET /api/auth/second-factor`. */
export interface SecondFactorState {
  readonly enabled: boolean;
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
  readonly isRequired: boolean;
}
