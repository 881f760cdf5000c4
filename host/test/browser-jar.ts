/** A browser as far as sign-ins need one: it keeps cookies by site, and shows where it is sent. */
export interface BrowserJar {
  /** One request; redirects are not followed. */
  visit(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects until one leads to an address that begins so; answers it, not visited. */
  travel(url: string, until: string): Promise<string>;
}

export function createBrowserJar(): BrowserJar {
  const jars = new Map<string, Map<string, string>>();
  const visit = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0)
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) keep(jar, set);
    return response;
  };
  return {
    visit,
    async travel(url, until) {
      let address = url;
      for (let hops = 0; hops < 20; hops += 1) {
        const response = await visit(address);
        const location = response.headers.get('location');
        if (location === null)
          throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
        address = new URL(location, address).href;
        if (address.startsWith(until)) return address;
      }
      throw new Error(`No end of redirects at ${address}.`);
    },
  };
}

function keep(jar: Map<string, string>, set: string): void {
  const [pair = '', ...attributes] = set.split(';');
  const [name = '', ...value] = pair.split('=');
  const isGone = attributes.some((one) => /^\s*(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(one));
  if (isGone) jar.delete(name);
  else jar.set(name, value.join('='));
}
