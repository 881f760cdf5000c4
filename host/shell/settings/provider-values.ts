/** Where providers are kept. */
export const PROVIDERS_PATH = '/api/settings/sign-in/providers';

/** A sign-in provider as it is answered. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: { readonly $secret: true } | null;
  readonly scopes: readonly string[];
  readonly provisioning: 'none' | 'create';
  readonly roles: readonly string[];
  readonly domains: readonly string[];
  readonly isActive: boolean;
  readonly redirectUri: string;
}

/** Words of a text, divided by spaces, commas or lines. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,，;；]+/).filter((word) => word !== ''))];
}
