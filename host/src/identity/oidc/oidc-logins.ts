import type { Sql } from '@tessera/core';
import type { Identity } from '../identity.ts';
import { createOpaqueToken, hashToken } from '../opaque-token.ts';

export const OIDC_LOGIN_S = 10 * 60;

/** What is known of a sign-in while its browser is at the provider. */
export interface OidcLogin {
  readonly nonce: string;
  readonly verifier: string;
  readonly returnPath: string;
}

/** Remembers a sign-in that begins; answers its state, and what binds it to the browser. */
export async function beginOidcLogin(
  sql: Sql,
  box: Identity['box'],
  providerId: string,
  { nonce, verifier, returnPath }: OidcLogin,
  now: Date,
): Promise<{ readonly state: string; readonly browser: string }> {
  const state = createOpaqueToken();
  const browser = createOpaqueToken();
  await sql.query(
    `with ended as (delete from tessera.oidc_login where expires_at <= $6)
     insert into tessera.oidc_login (state_hash, provider_id, browser_hash, secrets, return_path, expires_at)
     values ($1, $2, $3, $4, $5, $7)`,
    [
      state.hash,
      providerId,
      browser.hash,
      box.close(JSON.stringify({ nonce, verifier })),
      returnPath,
      now,
      new Date(now.getTime() + OIDC_LOGIN_S * 1000),
    ],
  );
  return { state: state.token, browser: browser.token };
}

/** Takes a sign-in up again, once, and in the browser that began it; undefined otherwise. */
export async function takeOidcLogin(
  sql: Sql,
  box: Identity['box'],
  providerId: string,
  sent: { readonly state: string; readonly browser: string },
  now: Date,
): Promise<OidcLogin | undefined> {
  const [row] = await sql.query<{ secrets: string; returnPath: string; isHere: boolean }>(
    `delete from tessera.oidc_login where state_hash = $1 and provider_id = $2
     returning secrets, return_path as "returnPath", browser_hash = $3 and expires_at > $4 as "isHere"`,
    [hashToken(sent.state), providerId, hashToken(sent.browser), now],
  );
  if (!row?.isHere) return undefined;
  const { nonce, verifier } = JSON.parse(box.open(row.secrets)) as OidcLogin;
  return { nonce, verifier, returnPath: row.returnPath };
}
