import { Readable } from 'node:stream';
import {
  countExport,
  currentExecution,
  errors as coreErrors,
  exportPage,
  parseListQuery,
  readJson,
  type EntityModel,
  type Execution,
  type ExportQuery,
  type Kernel,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { contentDisposition } from '../files/file-name.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import { auditExport } from './export-audit.ts';
import type { CellStyle, CellValue } from './export-cell.ts';
import { exportColumns, type ExportColumns } from './export-column.ts';
import { writeCsv } from './export-csv.ts';
import { readExportQuery, type ExportRequest } from './export-query.ts';
import { writeWorkbook } from './export-workbook.ts';

/** Rows of one export at most. */
const MOST_ROWS = 1_000_000;

/** What exports work with. */
export interface ExportParts {
  readonly kernel: Kernel;
  /** 1,000,000 when not given. */
  readonly mostRows?: number;
}

/**
 * `GET /api/<plugin>/<entities>/export`: the records of a list as a file, page by page. `POST` takes the same names in its
 * body, for a selection that is too long for an address.
 */
export function exportRoutes({ kernel, mostRows = MOST_ROWS }: ExportParts): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  routes.on(['GET', 'POST'], '/api/:plugin/:entities/export', async (c, next) => {
    const path = `${c.req.param('plugin')}/${c.req.param('entities')}`;
    if (kernel.switching.has(c.req.param('plugin')) || !findModel(kernel, path)) return next();
    const names = await namesOf(c.req.raw);
    const begun = await kernel.run(leaseOf(c), () => begin(path, names, mostRows));
    return answer(c, begun, rowsOf(kernel, c, path, begun));
  });
  return routes;
}

/** What is asked for, from the address or from the body of a POST. */
async function namesOf(raw: Request): Promise<URLSearchParams> {
  if (raw.method !== 'POST') return new URL(raw.url).searchParams;
  const body = (await readJson(raw)) ?? {};
  const isObject = typeof body === 'object' && !Array.isArray(body);
  const entries = isObject ? Object.entries(body) : [];
  if (!isObject || entries.some(([, value]) => typeof value !== 'string'))
    throw coreErrors.requestInvalid({ reason: 'the body is an object of texts.' });
  return new URLSearchParams(entries as [string, string][]);
}

interface Begun {
  readonly request: ExportRequest;
  readonly query: ExportQuery;
  readonly columns: ExportColumns['columns'];
  readonly first: Awaited<ReturnType<typeof exportPage>>;
  readonly name: string;
  readonly fileName: string;
  readonly timeZone: string;
}

/** Everything that can be refused is refused here, before the first byte. */
async function begin(path: string, names: URLSearchParams, mostRows: number): Promise<Begun> {
  const execution = currentExecution();
  const { assembly } = execution;
  const model = modelAt(execution, path);
  const { listed, request } = readExportQuery(names);
  const reader = await readerOf(execution);
  const locale = request.locale ?? reader.locale;
  const style: CellStyle = {
    locale,
    keys: request.labels === 'keys',
    titleIn: (entity, title) => seededTitle(execution, entity, title, locale),
  };
  const { filter, search, sort, deleted } = parseListQuery(listed, model, assembly.models, null);
  const { columns, fields, include } = exportColumns(execution, model, request.columns, style);
  const query: ExportQuery = { filter, search, sort, deleted, fields, include };
  const rows = await countExport(execution, model, query, mostRows);
  if (rows > mostRows) throw errors.exportTooLarge({ rows: mostRows });
  const first = await exportPage(execution, model, query);
  const facts = {
    format: request.format,
    columns: request.columns ?? columns.map(({ header }) => header),
    filter: filter ?? null,
    search: search ?? null,
    rows,
  };
  await auditExport(execution, model, facts, fields);
  const { plural } = model.options;
  const name = (locale === 'zh-CN' ? plural['zh-CN'] : undefined) ?? plural.en;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: reader.timeZone }).format(
    assembly.clock.now(),
  );
  const fileName = `${name}-${day}.${request.format}`;
  return { request, query, columns, first, name, fileName, timeZone: reader.timeZone };
}

/**
 * The rows, page by page. Every page is a lease and a statement of its own, which go on behind the last row by the order of the list
 * and the id: a reader with a slow line holds neither a connection nor a plugin.
 */
async function* rowsOf(
  kernel: Kernel,
  c: Context<HostEnv>,
  path: string,
  { query, columns, first }: Begun,
): AsyncGenerator<readonly (readonly CellValue[])[]> {
  const lease = leaseOf(c);
  let page = first;
  for (;;) {
    yield page.records.map((record) => columns.map((column) => column.value(record)));
    const cursor = page.next;
    if (cursor === undefined) return;
    lease.signal?.throwIfAborted();
    page = await kernel.run(lease, () => {
      const execution = currentExecution();
      return exportPage(execution, modelAt(execution, path), { ...query, cursor });
    });
  }
}

function answer(
  c: Context<HostEnv>,
  { request, columns, name, fileName, timeZone }: Begun,
  rows: AsyncGenerator<readonly (readonly CellValue[])[]>,
): Response {
  const bytes =
    request.format === 'csv'
      ? writeCsv(columns, rows)
      : writeWorkbook(columns, rows, { name, timeZone });
  const type =
    request.format === 'csv'
      ? 'text/csv; charset=utf-8'
      : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  // An error on the way breaks the connection: a file that ends early must not look whole.
  const stream = Readable.toWeb(
    Readable.from(bytes, { objectMode: false, highWaterMark: 64 * 1024 }),
  );
  return c.body(stream as ReadableStream<Uint8Array>, 200, {
    'Content-Type': type,
    'Content-Disposition': contentDisposition('attachment', fileName),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}

function findModel(
  { assembly }: Pick<Execution, 'assembly'>,
  path: string,
): EntityModel | undefined {
  const [plugin, entities] = path.split('/');
  for (const model of assembly.models.values())
    if (model.plugin === plugin && model.options.path === entities) return model;
  return undefined;
}

function modelAt(execution: Execution, path: string): EntityModel {
  const model = findModel(execution, path);
  if (!model) throw coreErrors.routeMissing({ path: `/api/${path}/export` });
  return model;
}

interface Reader {
  readonly locale: 'en' | 'zh-CN';
  readonly timeZone: string;
}

/** Language and clock of whoever asks; those of the workspace where the user has chosen none. */
async function readerOf({ assembly, principal }: Execution): Promise<Reader> {
  const { locale, timeZone } = assembly.settings;
  const found =
    principal.userId === null
      ? undefined
      : await assembly
          .context('tessera')
          .asSystem('reads the language of whoever exports')
          .records('tessera.user')
          .find(principal.userId, { fields: ['locale', 'timeZone'] });
  const own = found?.['locale'];
  const zone = found?.['timeZone'];
  return {
    locale: own === 'en' || own === 'zh-CN' ? own : locale,
    timeZone: typeof zone === 'string' && zone !== '' ? zone : timeZone,
  };
}

/** Records that a plugin brings are named in English; its texts under `seed.…` translate them. */
function seededTitle(
  { assembly: { locales } }: Execution,
  entity: string,
  title: string,
  locale: string,
): string {
  const plugin = entity.slice(0, entity.indexOf('.'));
  const found = Object.entries(locales['en']?.[plugin] ?? {}).find(
    ([key, text]) => key.startsWith('seed.') && text === title,
  );
  return (found && locales[locale]?.[plugin]?.[found[0]]) ?? title;
}
