const TOKENS = /(ts[rp]_)[\w-]+/g;

/** A path as a log may have it: whoever reads that must not follow the link of an invitation or of a new password. */
export function pathWithoutTokens(path: string): string {
  return path.includes('ts') ? path.replace(TOKENS, '$1•••') : path;
}
