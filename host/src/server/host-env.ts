import type { Principal } from '@tessera/core';

/** What the server's middleware leaves for every route below `/api`: the environment of the host's Hono apps. */
export interface HostEnv {
  Variables: {
    readonly requestId: string;
    /** Of the caller, behind as many proxies as are trusted; empty where there is no connection (tests). */
    readonly address: string;
    /** Who asks; `anonymous` when nobody has signed in. */
    readonly principal: Principal;
    /** How the caller proved it. */
    readonly credential: 'session' | 'token' | 'none';
    readonly signal: AbortSignal;
  };
}
