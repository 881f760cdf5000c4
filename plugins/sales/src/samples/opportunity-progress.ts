import type { SampleKit, SampleRow } from '@tessera/sdk';
import { ACCOUNT, ACTIVITY, CONTACT } from '@tessera/customer/contract';
import { OPPORTUNITY, PRODUCT } from '../contract.ts';
import type { Deal, Stages } from './deal.ts';

const HAN = /\p{Script=Han}/u;
/** Days that sales are thought to take when they begin. */
const EXPECTED_DAYS = [45, 110] as const;
/** One activity for about so many days. */
const DAYS_PER_ACTIVITY = 16;
const MOST_ACTIVITIES = 7;

/** An opportunity as it was made, its way through the stages, and what was done for it. */
export function* progressRows(kit: SampleKit, stages: Stages, deal: Deal): Iterable<SampleRow> {
  yield beginning(kit, stages, deal);
  yield* advances(kit, stages, deal);
  yield* activities(kit, deal);
}

function beginning(kit: SampleKit, { pipeline, open }: Stages, deal: Deal): SampleRow {
  const { begins } = deal.course;
  const at = kit.moment(begins);
  return {
    entity: OPPORTUNITY,
    key: deal.key,
    at,
    values: {
      name: filled(kit, kit.random.pick(deal.phrases.names), deal),
      account: kit.ref(ACCOUNT, deal.account.key),
      primaryContact: kit.ref(CONTACT, deal.contact.key),
      product: kit.ref(PRODUCT, deal.product.key),
      pipeline,
      stage: open[0]?.id,
      stageEnteredAt: at,
      amount: kit.money(deal.dollars),
      engageDate: kit.day(begins),
      closeDate: kit.day(begins + kit.random.integer(...EXPECTED_DAYS)),
      owner: deal.account.values['owner'],
    },
  };
}

function* advances(kit: SampleKit, stages: Stages, deal: Deal): Iterable<SampleRow> {
  const { random } = kit;
  const { advances: days, end } = deal.course;
  const change = (
    step: number,
    day: number,
    values: Readonly<Record<string, unknown>>,
  ): SampleRow => {
    const at = kit.moment(day);
    return {
      entity: OPPORTUNITY,
      key: `${deal.key}/${step}`,
      changes: deal.key,
      at,
      values: { ...values, stageEnteredAt: at, ...(values['closedAt'] ? { closedAt: at } : {}) },
    };
  };
  for (const [index, day] of days.entries()) {
    const isLast = index === days.length - 1 && !end;
    yield change(index + 1, day, {
      stage: stages.open[index + 1]?.id,
      // An offer says another amount than the first talk.
      ...(index === 1 ? { amount: kit.money(deal.dollars * (0.8 + 0.4 * random.next())) } : {}),
      ...(isLast
        ? {
            closeDate: kit.day(random.integer(-9, 70)),
            nextStep: random.pick(deal.phrases.nextSteps),
          }
        : {}),
    });
  }
  if (end)
    yield change(days.length + 1, end.day, {
      stage: end.kind === 'won' ? stages.won.id : stages.lost.id,
      closeDate: kit.day(end.day),
      closedAt: true,
      ...(end.kind === 'lost' ? { lossReason: random.pick(deal.phrases.lossReasons) } : {}),
    });
}

function* activities(kit: SampleKit, deal: Deal): Iterable<SampleRow> {
  const { random } = kit;
  const { begins, end } = deal.course;
  const last = end?.day ?? -1;
  const count = Math.min(MOST_ACTIVITIES, 1 + Math.round((last - begins) / DAYS_PER_ACTIVITY));
  const isOpen = end === undefined;
  for (let index = 0; index < count; index += 1) {
    const isNext = isOpen && index === count - 1 && random.chance(0.4);
    const [type, subject, body] = random.pick(
      deal.phrases.activities.filter(([kind]) => !isNext || kind === 'task'),
    );
    const at = kit.moment(
      Math.min(-1, Math.round(begins + ((last - begins) * (index + 0.5)) / count)),
    );
    yield {
      entity: ACTIVITY,
      key: `${deal.key}-${index}`,
      at,
      values: {
        type,
        subject: filled(kit, subject, deal),
        body: filled(kit, body, deal),
        occurredAt: at,
        ...(isNext
          ? { status: 'planned', dueDate: kit.day(random.integer(-3, 20)), priority: 'normal' }
          : { status: 'done', ...(type === 'task' ? { completedAt: at } : {}) }),
        ...(type === 'call' ? { direction: 'outbound', duration: random.integer(1, 8) * 300 } : {}),
        ...(type === 'meeting' ? { duration: random.integer(2, 5) * 1800 } : {}),
        regarding: { entity: OPPORTUNITY, id: kit.ref(OPPORTUNITY, deal.key) },
        contact: kit.ref(CONTACT, deal.contact.key),
        owner: deal.account.values['owner'],
      },
    };
  }
}

function filled(
  kit: SampleKit,
  text: string,
  { account, contact, product, dollars }: Deal,
): string {
  const { familyName, givenName } = contact.values as Readonly<Record<string, string>>;
  const { amount, currency } = kit.money(dollars);
  const isChinese = HAN.test(String(familyName));
  const values: Readonly<Record<string, string>> = {
    company: String(account.values['name']),
    product: String(product.values['name']),
    person: isChinese ? `${familyName}${givenName}` : `${givenName} ${familyName}`,
    amount: new Intl.NumberFormat(isChinese ? 'zh-CN' : 'en', {
      style: 'currency',
      currency,
      maximumFractionDigits: 0,
    }).format(Number(amount)),
  };
  return text.replaceAll(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank);
}
