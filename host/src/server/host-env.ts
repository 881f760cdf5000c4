import type { Authenticated } from '../identity/authentication.ts';

/** What the server's middleware leaves for every route below `/api`: the environment of the host's Hono apps. */
export interface HostEnv {
  Variables: {
    requestId: string;
    /** Of the caller, behind as many proxies as are trusted; empty where there is no connection (tests). */
    address: string;
    /** Who asks, and how that was shown. */
    authenticated: Authenticated;
  };
}
