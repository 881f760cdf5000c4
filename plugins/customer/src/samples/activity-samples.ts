import type { SampleKit, SampleRow } from '@tessera/sdk';
import { ACCOUNT, ACTIVITY, CONTACT } from '../contract.ts';
import { fullName } from '../services/full-name.ts';
import { fill, type Phrase } from './activity-phrase.ts';
import { phrasesEn } from './activity-phrases-en.ts';
import { phrasesZh } from './activity-phrases-zh.ts';
import { daysSince, isChineseName } from './contact-samples.ts';

const ACTIVITIES = 900;
/** The last of them are ahead or due: today's work of whoever tries this out. */
const AHEAD = 45;
const TODAY = 6;

/** Notes, calls, mails, meetings and tasks with the contacts: a year of them, some overdue and some ahead. */
export function* activityRows(kit: SampleKit): Iterable<SampleRow> {
  const { random } = kit;
  const contacts = kit.made(CONTACT);
  const accounts = new Map(kit.made(ACCOUNT).map((row) => [row.key, row]));
  for (let index = 0; index < ACTIVITIES; index += 1) {
    const contact = random.pick(contacts);
    const account = accounts.get(accountKey(contact));
    if (!account) continue;
    const isForToday = index >= ACTIVITIES - TODAY;
    const isAhead = index >= ACTIVITIES - AHEAD;
    const language = isChineseName(account.values['name']) ? phrasesZh : phrasesEn;
    const phrase = random.pick(
      language.filter(
        ([type]) => !isAhead || type === 'task' || (type === 'meeting' && !isForToday),
      ),
    );
    const timing = isAhead
      ? planned(kit, phrase[0], isForToday ? 0 : random.integer(-7, 30))
      : past(kit, phrase[0], daysSince(kit, contact));
    yield {
      entity: ACTIVITY,
      key: `contact-${index}`,
      ...timing,
      values: {
        ...wording(phrase, contact, account),
        // What is said of a meeting is known after it.
        ...(isAhead && phrase[0] === 'meeting' ? { body: null } : {}),
        ...timing.values,
        regarding: { entity: ACCOUNT, id: kit.ref(ACCOUNT, account.key) },
        contact: kit.ref(CONTACT, contact.key),
        owner: isForToday ? kit.owners[0] : contact.values['owner'],
      },
    };
  }
}

type Timing = Pick<SampleRow, 'at'> & { readonly values: Readonly<Record<string, unknown>> };

/** Something that was done since the contact is known. */
function past(kit: SampleKit, type: Phrase[0], knownDays: number): Timing {
  const { random } = kit;
  const daysAgo = Math.max(1, Math.round(random.next() * knownDays));
  const at = kit.moment(-daysAgo);
  const done = { status: 'done', occurredAt: at };
  switch (type) {
    case 'call':
      return {
        at,
        values: {
          ...done,
          direction: random.chance(0.7) ? 'outbound' : 'inbound',
          duration: random.integer(1, 9) * 300,
        },
      };
    case 'mail':
      return { at, values: { ...done, direction: 'outbound' } };
    case 'meeting':
      return { at, values: { ...done, duration: random.integer(2, 6) * 1800 } };
    case 'task':
      return {
        at: kit.moment(-daysAgo - 4),
        values: {
          ...done,
          dueDate: kit.day(-daysAgo),
          completedAt: at,
          priority: priority(kit),
        },
      };
    default:
      return { at, values: done };
  }
}

/** Something that is still to be done, or is overdue. */
function planned(kit: SampleKit, type: Phrase[0], fromToday: number): Timing {
  const at = kit.moment(Math.min(fromToday, 0) - kit.random.integer(1, 9));
  if (type === 'meeting')
    return {
      at,
      values: {
        status: 'planned',
        occurredAt: kit.moment(Math.abs(fromToday) + 1),
        duration: kit.random.integer(2, 4) * 1800,
      },
    };
  return {
    at,
    values: {
      status: 'planned',
      occurredAt: at,
      dueDate: kit.day(fromToday),
      priority: priority(kit),
    },
  };
}

function priority({ random }: SampleKit): string {
  return random.weighted([
    ['normal', 6],
    ['high', 2],
    ['low', 2],
  ]);
}

function wording(
  [type, subject, body]: Phrase,
  contact: SampleRow,
  account: SampleRow,
): Readonly<Record<string, unknown>> {
  const familyName = String(contact.values['familyName']);
  const given = String(contact.values['givenName']);
  const values = {
    person: fullName(familyName, given),
    given,
    title: `${familyName}${/总/.test(String(contact.values['jobTitle'])) ? '总' : '经理'}`,
    company: String(account.values['name']),
  };
  return { type, subject: fill(subject, values), body: fill(body, values) };
}

function accountKey({ values }: SampleRow): string {
  const { $sample } = values['account'] as { readonly $sample: { readonly key: string } };
  return $sample.key;
}
