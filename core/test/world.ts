import pg from 'pg';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import {
  autonumber,
  boolean,
  choice,
  choices,
  createKernel,
  currentExecution,
  date,
  datetime,
  defineEntity,
  definePlugin,
  email,
  integer,
  money,
  percent,
  ref,
  refs,
  Role,
  rollup,
  state,
  Team,
  text,
  user,
  User,
  anyRef,
  type Clock,
  type Execution,
  type Grant,
  type InstalledPlugin,
  type Kernel,
  type KernelOptions,
  type Plugin,
  type PluginManifest,
  type Principal,
  type WorkspaceSettings,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';

/** Toy entities with one of everything; nothing of them is a CRM. */
export const Company = defineEntity('toy.company', {
  label: { en: 'Company', 'zh-CN': '公司' },
  plural: { en: 'Companies', 'zh-CN': '公司' },
  path: 'companies',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    industry: choice(['retail', 'medical', 'software']),
    tags: choices(['a', 'b', 'c']),
    parent: ref('toy.company', { inverse: { name: 'children', label: { en: 'Children' } } }),
    revenue: money(),
    employees: integer(),
    active: boolean(),
    taxCode: text().unique().searchable().personal(),
    founded: date(),
    score: percent(),
    partners: refs('toy.company'),
  },
});
export const Person = defineEntity('toy.person', {
  label: { en: 'Person' },
  plural: { en: 'People' },
  path: 'people',
  title: 'name',
  shareVia: 'company',
  fields: {
    name: text().required().searchable(),
    email: email().searchable().personal(),
    company: ref('toy.company', {
      onDelete: 'cascade',
      inverse: { name: 'people', label: { en: 'People' } },
    }),
    assistant: user(),
  },
});
export const Machine = defineEntity('toy.machine', {
  label: { en: 'Machine' },
  plural: { en: 'Machines' },
  path: 'machines',
  owned: false,
  title: 'name',
  fields: { name: text().required().unique() },
});
export const Step = defineEntity('toy.step', {
  label: { en: 'Step' },
  plural: { en: 'Steps' },
  path: 'steps',
  owned: false,
  states: true,
  title: 'name',
  uniques: [['machine', 'key']],
  fields: {
    machine: ref('toy.machine').required(),
    key: text().required(),
    name: text().required(),
    kind: choice(['open', 'won', 'lost']).required(),
    order: integer().required(),
  },
});
export const Deal = defineEntity('toy.deal', {
  label: { en: 'Deal' },
  plural: { en: 'Deals' },
  path: 'deals',
  title: 'name',
  indexes: [['step', 'closeDate']],
  fields: {
    name: text().required().searchable(),
    number: autonumber('D-{0000}'),
    company: ref('toy.company', { inverse: { name: 'deals', label: { en: 'Deals' } } }),
    machine: ref('toy.machine'),
    step: state('toy.step', { within: 'machine' }),
    stepEnteredAt: datetime().readOnly(),
    amount: money(),
    closeDate: date(),
  },
});
export const Note = defineEntity('toy.note', {
  label: { en: 'Note' },
  plural: { en: 'Notes' },
  path: 'notes',
  title: 'subject',
  timeline: { via: ['about'], at: 'at' },
  fields: {
    subject: text().required().searchable(),
    about: anyRef(),
    at: datetime(),
  },
});

export const toy: Plugin = definePlugin({
  entities: [Company, Person, Machine, Step, Deal, Note],
  grants: {
    rep: [
      { entity: 'toy.*', actions: { create: 'own', read: 'own', update: 'own', delete: 'own' } },
    ],
    viewer: [{ entity: '*', actions: { read: 'all' } }],
  },
  seeds: [
    { entity: 'toy.machine', key: ['name'], rows: [{ name: 'Standard' }] },
    {
      entity: 'toy.step',
      key: ['key'],
      rows: [
        ['new', 'New', 'open'],
        ['engaging', 'Engaging', 'open'],
        ['won', 'Won', 'won'],
        ['lost', 'Lost', 'lost'],
      ].map(([key, name, kind], order) => ({
        machine: { $ref: { entity: 'toy.machine', field: 'name', value: 'Standard' } },
        key,
        name,
        kind,
        order,
      })),
    },
  ],
});

/** Extends a company with a roll-up of its open deals. */
export const extra: Plugin = definePlugin({
  extends: {
    'toy.company': {
      tier: choice(['bronze', 'silver', 'gold']),
      openAmount: rollup({
        entity: 'toy.deal',
        via: 'company',
        function: 'sum',
        field: 'amount',
        filter: { 'step.kind': 'open' },
      }),
      dealCount: rollup({ entity: 'toy.deal', via: 'company', function: 'count' }),
    },
  },
});

export function install(
  plugin: Plugin,
  manifest: Partial<PluginManifest> & { id: string },
): InstalledPlugin {
  return {
    plugin,
    manifest: {
      name: manifest.id,
      version: '1.0.0',
      engine: '*',
      requires: {},
      optional: {},
      label: { en: manifest.id },
      ...manifest,
    },
  };
}

export const settings: WorkspaceSettings = {
  name: 'Test',
  currency: 'USD',
  timeZone: 'UTC',
  locale: 'en',
};

const EXPONENTS: Readonly<Record<string, number>> = { USD: 2, CNY: 2, EUR: 2, JPY: 0 };

export interface World {
  readonly kernel: Kernel;
  readonly pool: pg.Pool;
  readonly clock: { time: Date };
  /** Runs work as a principal; `records` inside comes from `recordsOf()`. */
  as<T>(principal: Principal, work: (execution: Execution) => Promise<T>): Promise<T>;
  readonly system: Principal;
  /** Makes a user with roles made from grants, and answers its principal. */
  user(
    name: string,
    options?: { grants?: Grant[]; permissions?: string[]; roles?: string[]; team?: string },
  ): Promise<Principal>;
  close(): Promise<void>;
}

export async function makeWorld(
  options: {
    plugins?: InstalledPlugin[];
    platform?: InstalledPlugin;
    enableAtFirst?: string[];
    pool?: pg.Pool;
    readSettings?: () => Promise<WorkspaceSettings>;
    /** More of what a kernel is made from. */
    kernel?: Partial<KernelOptions>;
  } = {},
): Promise<World> {
  const pool = options.pool ?? new pg.Pool({ ...(await makeEmptyDatabase()), max: 10 });
  const time = { time: new Date() };
  const clock: Clock = { now: () => time.time, today: () => time.time.toISOString().slice(0, 10) };
  const rates: Readonly<Record<string, string>> = {
    CNYUSD: '0.14',
    EURUSD: '1.1',
    JPYUSD: '0.007',
  };
  const kernel = await createKernel({
    ...options.kernel,
    pool,
    platform: options.platform ?? install({ entities: [User, Team, Role] }, { id: 'tessera' }),
    plugins: options.plugins ?? [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
    ],
    enableAtFirst: options.enableAtFirst,
    settings,
    readSettings: options.readSettings,
    secret: 'test-secret',
    clock,
    rates: {
      exponent: (currency) => EXPONENTS[currency],
      find: async (from, to) => {
        if (from === to) return { rate: '1', date: clock.today() };
        const rate = rates[from + to];
        return rate ? { rate, date: clock.today() } : undefined;
      },
    },
    log: {
      debug() {},
      info() {},
      warn() {},
      error: (message, details) => console.error(message, details),
    },
  });
  const system = kernel.system('test');
  const as: World['as'] = (principal, work) =>
    kernel.run({ principal, source: 'api' }, () => work(currentExecution()));
  return {
    kernel,
    pool,
    clock: time,
    as,
    system,
    async user(name, { grants = [], permissions = [], roles = [], team } = {}) {
      const id = await as(system, async () => {
        const key = `role-${name.toLowerCase().replaceAll(' ', '-')}`;
        const role = await recordsOf()(Role).create({
          key,
          name: key,
          grants: grants as never,
          permissions,
        });
        const others = await recordsOf()(Role).query({ filter: { key: { in: roles } } });
        const made = await recordsOf()(User).create({
          name,
          roles: [role.id, ...others.records.map((one) => one.id)],
          ...(team ? { team } : {}),
        });
        return made.id;
      });
      await pool.query(`update tessera."user" set status = 'active' where id = $1`, [id]);
      const principal = await kernel.principal(id);
      if (!principal) throw new Error(`${name} may not act`);
      return principal;
    },
    async close() {
      await kernel.stop();
      if (!options.pool) await pool.end();
    },
  };
}
