import { errors } from '../errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses unsafe requests that another site made in a browser that is signed in here. Every browser sends `Origin` with them;
 * programs send neither that nor `Sec-Fetch-Site`, and a bearer token cannot be sent by another site.
 * Source: OWASP Cross-Site Request Forgery Prevention, “Verifying Origin With Standard Headers”.
 * @throws TesseraError `HOST_ORIGIN_FOREIGN`
 */
export function checkOrigin(method: string, headers: Headers, publicUrl: string | undefined): void {
  if (SAFE.has(method) || headers.get('authorization')) return;
  const origin = headers.get('origin');
  if (origin !== null) {
    if (!isOwn(origin, headers.get('host'), publicUrl)) throw errors.originForeign({ origin });
    return;
  }
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw errors.originForeign({ origin: site });
}

/** The scheme is left out: a proxy in front may have taken TLS off. */
function isOwn(origin: string, host: string | null, publicUrl: string | undefined): boolean {
  if (origin === publicUrl) return true;
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
