import type { Browser, Page } from 'playwright-core';
import type { Look } from './look.ts';
import { openRoleDesk, type RoleDesk } from './role-desk.ts';

/** How the pages are looked at: the full run adds the other two. */
/** The desk of roles, with an account that the sales representative does not reach. */
export interface SharingDesk extends RoleDesk {
  /** Id of the account. */
  readonly account: string;
  /** Whether the sales representative reads it. */
  readonly isRead: () => Promise<boolean>;
  /** Opens something of the account's page: by its key where there are keys, else by its menu. */
  readonly open: (key: string, text: string) => Promise<void>;
  /** Chooses a person in a picker. */
  readonly pick: (label: string, name: string) => Promise<void>;
  /** Keeps a picture where `TESSERA_TEST_PICTURES` names a folder. */
  readonly picture: (name: string) => Promise<void>;
  /** From here on the page is the sales representative's. */
  readonly signInAsRep: () => Promise<void>;
}

/** Opens it. */
export async function openSharingDesk(browser: Browser, look: Look): Promise<SharingDesk> {
  const desk = await openRoleDesk(browser, look);
  const { host, page, rep, t } = desk;
  const admin = host.as('administrator');
  const made = await admin.post('/api/customer/accounts', { name: 'Acme', phone: '+14155550123' });
  const account = made.body.id as string;
  return {
    ...desk,
    account,
    isRead: async () =>
      (await host.as(rep).get(`/api/customer/accounts/${account}`)).status === 200,
    async open(key, text) {
      const header = page.locator('ts-record-header');
      const menu = header.getByRole('button', { name: t('record.more') });
      await menu.waitFor();
      if (!look.isPhone) return page.keyboard.press(key);
      await menu.click();
      await header.getByRole('menuitem', { name: t(text) }).click();
    },
    async pick(label, name) {
      await page.getByRole('combobox', { name: label }).fill(name);
      await page.locator('vaadin-combo-box-item', { hasText: name }).first().click();
    },
    async picture(name) {
      const folder = process.env['TESSERA_TEST_PICTURES'];
      const file = `${folder}/${name}-${look.locale}-${look.theme}.png`;
      if (folder) await page.screenshot({ path: file });
    },
    signInAsRep: () => signIn(desk, page, rep),
  };
}

/** By an invitation, as anybody else. */
async function signIn({ host, url }: RoleDesk, page: Page, id: string): Promise<void> {
  const email = 'grace@example.com';
  const { database } = host.kernel;
  await database.query(`update tessera."user" set status = 'noSignIn' where id = $1`, [id]);
  const invited = await host.as('administrator').post(`/api/tessera/users/${id}/invite`, { email });
  const token = String(invited.body.link).split('/').at(-1);
  const answer = await page.request.post(`/api/auth/invitations/${token}`, {
    data: { password: 'correct-horse-10' },
    headers: { Origin: url },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}
