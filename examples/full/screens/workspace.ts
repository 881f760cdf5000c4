import type { AppMeta } from '@tessera/core';
import { createTexts } from '../../../host/shell/app/texts.ts';
import { addLoyalty } from './loyalty.ts';

/** The person who looks at the screens. */
export const ADMINISTRATOR = {
  name: 'Mei Lin',
  email: 'mei.lin@example.com',
  password: 'correct-horse-9',
} as const;

/** Where a screen is shown, and in which words. */
export interface Place {
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly meta: AppMeta;
  readonly account: string;
  readonly opportunity: string;
  /** Digest of a package that is an upgrade of `loyalty`. */
  readonly upgrade: string;
  readonly isPhone: boolean;
}

/** A workspace a year after it was opened. */
export interface Workspace {
  readonly url: string;
  /** Changes the language of its administrator. */
  speak(locale: 'en' | 'zh-CN'): Promise<Omit<Place, 'isPhone'>>;
}

const POLL_MS = 500;
const COLLEAGUES = [
  { name: 'Jonas Weber', role: 'sales-rep', team: 'Europe' },
  { name: '陈宇', role: 'sales-manager', team: 'Asia' },
  { name: 'Sara Holm', role: 'marketer', team: 'Europe' },
] as const;

/** Sets up an empty host, with a few colleagues and the sample data. */
export async function prepareWorkspace(url: string): Promise<Workspace> {
  const { name, email, password } = ADMINISTRATOR;
  let cookie = '';
  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      headers: { Origin: url, Cookie: cookie, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const given = answer.headers.get('Set-Cookie');
    if (given) cookie = given.split(';')[0]!;
    return (text ? JSON.parse(text) : undefined) as T;
  };

  const workspace = { workspace: 'Acme Group', currency: 'USD', timeZone: 'UTC', locale: 'en' };
  await send('POST', '/api/setup', { ...workspace, name, email, password });
  await addColleagues(send);
  await send('POST', '/api/sample-data', {});
  let state = '';
  while (state !== 'present') {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    ({ state } = await send<{ state: string }>('GET', '/api/sample-data'));
    if (state === 'failed' || state === 'none') throw new Error('There is no sample data.');
  }
  const [opportunity] = await send<{ id: string; account: string }[]>(
    'GET',
    '/api/sales/opportunities?_sort=-amount&closedAt_null=true&_end=1',
  );
  if (!opportunity) throw new Error('There is no open opportunity.');

  const upgrade = await addLoyalty(url, cookie);

  return {
    url,
    async speak(locale) {
      await send('PATCH', '/api/auth/profile', { locale });
      const texts = await createTexts(locale);
      return {
        t: (key, values) => texts.t(key, { ...values }),
        meta: await send<AppMeta>('GET', '/api/meta'),
        account: opportunity.account,
        opportunity: opportunity.id,
        upgrade,
      };
    },
  };
}

async function addColleagues(
  send: <T>(method: string, path: string, body?: object) => Promise<T>,
): Promise<void> {
  const { id: sales } = await send<{ id: string }>('POST', '/api/tessera/teams', {
    name: 'Sales',
  });
  const teams = new Map<string, string>();
  for (const team of new Set(COLLEAGUES.map((one) => one.team))) {
    const made = await send<{ id: string }>('POST', '/api/tessera/teams', {
      name: team,
      parent: sales,
    });
    teams.set(team, made.id);
  }
  for (const { name, role, team } of COLLEAGUES) {
    const [found] = await send<{ id: string }[]>('GET', `/api/tessera/roles?key=${role}`);
    const { id } = await send<{ id: string }>('POST', '/api/tessera/users', {
      name,
      team: teams.get(team),
      roles: found ? [found.id] : [],
    });
    if (role !== 'marketer') continue;
    await send('POST', `/api/tessera/users/${id}/invite`, { email: 'sara.holm@example.com' });
  }
}
