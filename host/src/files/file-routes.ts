import { isUuid, errors as coreErrors, type Assembly, type Kernel } from '@tessera/core';
import { Hono, type Context } from 'hono';
import { requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import {
  addAttachment,
  isFileReadable,
  listAttachments,
  removeAttachment,
  requireReadable,
  requireWritable,
  type Place,
} from './attachments.ts';
import { errors } from './errors.ts';
import { cleanFileName, contentDisposition } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { isShown, sniffMediaType } from './media-type.ts';

/** What the routes of files work with. */
export interface FileRoutesOptions {
  readonly kernel: Kernel;
  readonly store: FileStore;
  /** Bytes of a file at most; 25 MB when not given. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 25 * 1024 * 1024;
const ATTACHMENTS = '/api/:plugin/:entities/:id/attachments';

interface FileRow {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Files on records: whoever may see a record may see its files, whoever may change it may add and remove them. */
export function fileRoutes({
  kernel,
  store,
  limit = DEFAULT_LIMIT,
}: FileRoutesOptions): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();

  /** Runs under one lease on the record that the path names. */
  const onRecord = <T>(c: Context<HostEnv>, work: (place: Place) => Promise<T>): Promise<T> => {
    requireUser(c.var.authenticated.principal);
    const {
      plugin = '',
      entities = '',
      id = '',
    } = c.req.param() as Readonly<Record<string, string>>;
    if (kernel.switching.has(plugin)) throw coreErrors.pluginUnavailable({ id: plugin });
    return kernel.run(leaseOf(c), async (assembly) => {
      const entity = findEntity(assembly, plugin, entities);
      if (!entity) throw coreErrors.routeMissing({ path: c.req.path });
      if (!isUuid(id)) throw coreErrors.recordMissing({ entity: entity.options.label.en, id });
      return work({ entity: entity.id, id: id.toLowerCase() });
    });
  };

  routes.get(ATTACHMENTS, (c) =>
    onRecord(c, async (place) => {
      await requireReadable(place);
      return c.json(await listAttachments(place));
    }),
  );

  routes.post(ATTACHMENTS, (c) =>
    onRecord(c, async (place) => {
      const name = cleanFileName(c.req.query('name'));
      await requireWritable(place);
      if (Number(c.req.header('content-length') ?? 0) > limit) {
        throw errors.fileTooLarge({ megabytes: Math.floor(limit / 1024 / 1024) });
      }
      const stored = await store.put(bodyOf(c.req.raw), limit);
      const made = await addAttachment(place, {
        ...stored,
        name,
        mediaType: sniffMediaType(stored.head, name),
      });
      return c.json(made, 201, { Location: `/api/files/${made.file}` });
    }),
  );

  routes.delete(`${ATTACHMENTS}/:attachment`, (c) =>
    onRecord(c, async (place) => {
      const attachment = c.req.param('attachment') ?? '';
      await requireWritable(place);
      if (!isUuid(attachment)) throw errors.attachmentMissing({ id: attachment });
      await removeAttachment(place, attachment);
      return c.body(null, 204);
    }),
  );

  routes.get('/api/files/:id', async (c) => {
    requireUser(c.var.authenticated.principal);
    const id = c.req.param('id');
    const file = isUuid(id)
      ? await kernel.run(leaseOf(c), () => findReadable(kernel, id))
      : undefined;
    if (!file) throw errors.fileMissing({ id });
    const headers = headersOf(file, c.req.query('download') !== undefined);
    if (c.req.header('if-none-match') === headers['ETag']) return c.body(null, 304, headers);
    return c.body(await store.open(file.sha256), 200, {
      ...headers,
      'Content-Length': String(file.size),
    });
  });

  return routes;
}

function findEntity({ models }: Assembly, plugin: string, path: string) {
  return [...models.values()].find(
    (model) => model.plugin === plugin && model.options.path === path,
  );
}

async function findReadable(kernel: Kernel, id: string): Promise<FileRow | undefined> {
  if (!(await isFileReadable(id))) return undefined;
  const [file] = await kernel.database.query<FileRow>(
    'select sha256, name, media_type as "mediaType", size from tessera.file where id = $1',
    [id],
  );
  return file;
}

/** A file of a stranger has no script, no origin, and no name for itself but the one we give it. */
function headersOf(
  { sha256, name, mediaType }: FileRow,
  isDownload: boolean,
): Record<string, string> {
  const isInline = isShown(mediaType) && !isDownload;
  // The browser's own PDF viewer does not open in a sandbox.
  const sandbox = mediaType === 'application/pdf' ? '' : '; sandbox';
  return {
    'Content-Type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    'Content-Disposition': contentDisposition(isInline ? 'inline' : 'attachment', name),
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'${sandbox}`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-cache',
    ETag: `"${sha256}"`,
  };
}

async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body) yield* request.body as unknown as AsyncIterable<Uint8Array>;
}
