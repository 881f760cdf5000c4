/** What is wrong with the address of a provider; undefined when nothing is. */
export function findIssuerFault(issuer: string): string | undefined {
  if (!URL.canParse(issuer)) return 'Give an address like https://login.example.com.';
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return 'The address must begin with https://; plain http is for this machine alone.';
  if (url.username || url.password || url.search || url.hash)
    return 'The address has no user, query or fragment.';
  return undefined;
}

/** Whether an address is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
