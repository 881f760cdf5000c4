/** A route that stands in no document: whom it is for, why it is not described, and what is sent to it. */
export interface Unlisted {
  readonly permission: string;
  readonly why: string;
  readonly body?: unknown;
  /** Of a body that is no JSON. */
  readonly type?: string;
  /** Behind the path, where it does not go without. */
  readonly query?: string;
}

const own = 'of the interface itself; docs/http.md describes it';
const mine = { permission: 'signedIn', why: own };
const importing = { permission: 'tessera.import.run', why: own };
const settings = { permission: 'tessera.settings.manage', why: own };
const page = { permission: 'public', why: 'a page, or a file of one' };
const record = { permission: 'records', why: 'of every entity, beside its records; docs/http.md' };
const plan = {
  file: '$file',
  entity: 'customer.account',
  mode: 'create',
  mapping: { name: { column: 'Name' } },
};

/** Every route of the host that the OpenAPI document does not have. */
export const UNLISTED: Readonly<Record<string, Unlisted>> = {
  'GET /healthz': { permission: 'public', why: 'asked by who runs the process' },
  'GET /readyz': { permission: 'public', why: 'asked by who runs the process' },
  'GET /api/docs': page,
  'GET /api/docs/start.js': page,
  'GET /api/docs/scalar.js': page,
  'GET /api/setup': { permission: 'public', why: 'before anybody can sign in' },
  'POST /api/setup': {
    permission: 'public',
    why: 'before anybody can sign in; a conflict afterwards',
    body: {
      workspace: 'Guard',
      currency: 'USD',
      timeZone: 'UTC',
      locale: 'en',
      name: 'Guard',
      email: 'guard@example.com',
      password: 'correct horse battery',
    },
  },
  'GET /api/auth/invitations/{}': { permission: 'public', why: 'whoever has the link' },
  'POST /api/auth/invitations/{}': {
    permission: 'public',
    why: 'whoever has the link',
    body: { password: 'correct horse battery' },
  },
  'GET /api/{}/{}/{}/attachments': record,
  'POST /api/{}/{}/{}/attachments': {
    ...record,
    body: 'x',
    type: 'text/plain',
    query: 'name=a.txt',
  },
  'DELETE /api/{}/{}/{}/attachments/{}': record,
  'GET /api/{}/{}/export': record,
  'POST /api/{}/{}/export': { ...record, body: { format: 'csv' } },
  'GET /api/files/{}': { permission: 'records', why: own },
  'GET /api/settings': settings,
  'PATCH /api/settings': { ...settings, body: { name: 'Taken over' } },
  'GET /api/meta': mine,
  'GET /api/openapi.json': mine,
  'GET /api/search': { ...mine, query: 'q=guard' },
  'GET /api/search/groups': { ...mine, query: 'q=guard' },
  'GET /api/live': mine,
  'POST /api/fields': {
    permission: 'tessera.field.manage',
    why: own,
    body: {
      entity: 'customer.account',
      name: 'sneaked',
      definition: { type: 'text', label: { en: 'Sneaked' } },
    },
  },
  'DELETE /api/fields/{}/{}': { permission: 'tessera.field.manage', why: own },
  'POST /api/imports/files': {
    ...importing,
    body: 'Name\nSneaked\n',
    type: 'text/csv',
    query: 'name=a.csv',
  },
  'GET /api/imports/files/{}': importing,
  'GET /api/imports/files/{}/match': { ...importing, query: 'entity=customer.account' },
  'GET /api/imports/files/{}/values': {
    ...importing,
    query: 'column=Name&entity=customer.account&field=name',
  },
  'POST /api/imports/files/{}/read': { ...importing, body: { delimiter: ';' } },
  'POST /api/imports/check': { ...importing, body: plan },
  'POST /api/imports': { ...importing, body: plan },
  'GET /api/imports': importing,
  'GET /api/imports/{}': importing,
  'POST /api/imports/{}/cancel': importing,
  'POST /api/imports/{}/resume': importing,
  'POST /api/imports/{}/undo': importing,
  'POST /api/imports/batches/{}/undo': importing,
  'GET /api/imports/{}/errors.csv': importing,
  'GET /api/imports/{}/undo.csv': importing,
  'GET /api/sample-data': settings,
  'POST /api/sample-data': settings,
  'DELETE /api/sample-data': settings,
  'POST /api/sample-data/keep': settings,
  'POST /api/bulk-runs': {
    ...mine,
    body: {
      entity: 'customer.account',
      action: 'update',
      ids: ['$account'],
      changes: { location: 'Sneaked' },
    },
  },
  'GET /api/bulk-runs': mine,
  'GET /api/bulk-runs/{}': mine,
  'POST /api/bulk-runs/{}/cancel': mine,
  'POST /api/bulk-runs/{}/undo': mine,
  'GET /api/views': mine,
  'POST /api/views': { ...mine, body: { entity: 'customer.account', name: 'Sneaked' } },
  'PATCH /api/views/{}': { ...mine, body: { name: 'Sneaked' } },
  'DELETE /api/views/{}': mine,
  'POST /api/views/{}/restore': mine,
};

/** What stands before routes or behind them, and answers for none of its own. */
export const GATES: Readonly<Record<string, string>> = {
  'ALL /*': 'the frame of every request',
  'ALL /api/*': 'who asks, and the routes of plugins, which are walked on their own',
  'ALL /api/audit/*': 'who asks of the audit, before its routes',
  'GET /*': 'files of the interface',
};
