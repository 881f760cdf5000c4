import { createHash } from 'node:crypto';

/** Headers of every answer. The content policy is the page's own. */
export function securityHeaders(
  publicUrl: string | undefined,
): readonly (readonly [string, string])[] {
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  return [
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()'],
    ...(isSecure ? [['Strict-Transport-Security', 'max-age=31536000'] as const] : []),
  ];
}

/** What an answer that is no page may load: nothing. */
export const NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** The policy of a page; its inline scripts (the import map is one) are named by their hashes. */
export function pagePolicy(html: string): string {
  return [
    "default-src 'self'",
    `script-src 'self'${inlineHashes(html)}`,
    // Parts of the UI (dragging, editors) add rules of their own while they run; a style runs no script and loads nothing from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ');
}

function inlineHashes(html: string): string {
  const scripts = html.matchAll(/<script(?![^>]*\bsrc\s*=)[^>]*>([^]*?)<\/script>/gi);
  return [...scripts]
    .map(([, text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join('');
}
