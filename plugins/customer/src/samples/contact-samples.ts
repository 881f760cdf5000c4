import type { SampleKit, SampleRow } from '@tessera/sdk';
import { ACCOUNT, CONTACT } from '../contract.ts';
import { pickJob, pickPerson } from './person-names.ts';

const CONTACTS = 260;
const HAN = /\p{Script=Han}/u;

/** Whether a company or a person has a Chinese name. */
export function isChineseName(name: unknown): boolean {
  return HAN.test(String(name));
}

/** People at the accounts: everyone has one, some have several. */
export function* contactRows(kit: SampleKit): Iterable<SampleRow> {
  const { random } = kit;
  const accounts = kit.made(ACCOUNT);
  const taken = new Set<string>();
  const firstAt = new Map<string, string>();
  for (let index = 0; index < CONTACTS; index += 1) {
    const account = accounts[index] ?? random.pick(accounts);
    const isChinese = isChineseName(account.values['name']);
    let person = pickPerson(random, isChinese);
    while (taken.has(`${person.slug} ${account.key}`)) person = pickPerson(random, isChinese);
    taken.add(`${person.slug} ${account.key}`);
    const key = `${account.key}-${person.slug}`;
    const boss = firstAt.get(account.key);
    if (boss === undefined) firstAt.set(account.key, key);
    const [jobTitle, department] = pickJob(random, isChinese);
    const sinceDays = daysSince(kit, account);
    yield {
      entity: CONTACT,
      key,
      at: kit.moment(-Math.max(2, sinceDays - random.integer(0, 40))),
      values: {
        familyName: person.familyName,
        givenName: person.givenName,
        salutation: isChinese ? random.pick(['先生', '女士']) : random.pick(['Mr', 'Ms']),
        account: kit.ref(ACCOUNT, account.key),
        jobTitle,
        department,
        email: `${person.slug}@${account.key}.example.com`,
        phone: mobile(kit, isChinese),
        ...(boss !== undefined && random.chance(0.5) ? { reportsTo: kit.ref(CONTACT, boss) } : {}),
        preferredChannel: isChinese
          ? random.pick(['wechat', 'wechat', 'phone', 'email', 'visit'])
          : random.pick(['email', 'email', 'phone', 'visit']),
        preferredLanguage: isChinese ? 'zh-CN' : 'en',
        owner: account.values['owner'],
      },
    };
  }
}

/** Whole days from when a row was made to today. */
export function daysSince(kit: SampleKit, { at }: SampleRow): number {
  const made = Date.parse((at ?? '').slice(0, 10));
  return Number.isNaN(made) ? 0 : Math.round((Date.parse(kit.day(0)) - made) / 86_400_000);
}

function mobile({ random }: SampleKit, isChinese: boolean): string {
  return isChinese
    ? `+86 199 0000 ${String(random.integer(0, 9999)).padStart(4, '0')}`
    : `+1 ${random.pick(['212', '312', '512', '206', '416'])} 555 01${String(random.integer(0, 99)).padStart(2, '0')}`;
}
