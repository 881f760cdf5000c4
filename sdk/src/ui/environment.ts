import { createContext } from '@lit/context';
import type { AppMeta } from '@tessera/core';
import type { ApiClient } from './api-client.ts';
import type { LiveClient } from './live-client.ts';

/** What every element of the UI is given by the shell. A change makes a new one, and elements render again. */
export interface Environment {
  /** Speaks to the server as the signed-in user. */
  readonly api: ApiClient;
  /** Tells what has changed on the server. */
  readonly live: LiveClient;
  /** Plugins, entities and fields as the signed-in user may see them. */
  readonly meta: AppMeta;
  /** BCP 47 tag: `en` or `zh-CN`. */
  readonly locale: string;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  /** A text of the shell by key, or of a plugin by `<plugin>:<key>`; values fill `{{name}}`. */
  t(key: string, values?: Readonly<Record<string, unknown>>): string;
  /** Goes to a path of the UI without a reload. */
  navigate(path: string): void;
}

/** Where elements find the environment. */
export const environmentContext = createContext<Environment>(Symbol.for('tessera.environment'));
