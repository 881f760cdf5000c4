import type { DoorTexts } from './door.ts';

/** Codes that a sign-in provider's way back tells in the address; each has the text `door.problem.<code>`. */
const TOLD = [
  'HOST_OIDC_PROVIDER_MISSING',
  'HOST_OIDC_UNREACHABLE',
  'HOST_OIDC_REFUSED',
  'HOST_OIDC_FAILED',
  'HOST_OIDC_EMAIL_UNVERIFIED',
  'HOST_OIDC_ACCOUNT_MISSING',
  'HOST_TRIES_TOO_MANY',
];

/** Says in words why a provider did not let somebody in. */
export function doorProblem(code: string, { t }: Pick<DoorTexts, 't'>): string {
  return TOLD.includes(code) ? t(`door.problem.${code}`) : t('door.problem.other');
}
