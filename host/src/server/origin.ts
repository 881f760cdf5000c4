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

/**
 * The scheme of the public address is asked for: who can change plain http on the way must not speak for https. On other addresses it is left
 * out, since a proxy in front may have taken TLS off.
 */
function isOwn(origin: string, host: string | null, publicUrl: string | undefined): boolean {
  if (origin === publicUrl) return true;
  if (host === null || !/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
  const sent = new URL(origin).host;
  const isPublic = publicUrl !== undefined && sent === new URL(publicUrl).host;
  return !isPublic && sent === host.toLowerCase();
}
