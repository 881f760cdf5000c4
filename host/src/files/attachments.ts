import {
  currentExecution,
  reach,
  reachesNothing,
  runIn,
  type AnyRecord,
  type EntityId,
  type RecordOf,
} from '@tessera/core';
import { v7 as uuid } from 'uuid';
import { Attachment } from '../platform/attachment.ts';
import { errors } from './errors.ts';
import type { StoredBytes } from './file-store.ts';

type AttachmentRecord = RecordOf<typeof Attachment>;

/** The record that files hang on. */
export interface Place {
  readonly entity: EntityId;
  readonly id: string;
}

/** An uploaded file, before it is written down. */
export interface Upload extends StoredBytes {
  readonly name: string;
  readonly mediaType: string;
}

/** An attachment as the API shows it. */
export interface AttachmentAnswer {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly mediaType: string;
  /** `GET /api/files/:file` downloads it. */
  readonly file: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
}

const MOST = 1000;

/** The record, when whoever runs may see it. @throws TesseraError `CORE_RECORD_MISSING` */
export function requireReadable({ entity, id }: Place): Promise<AnyRecord> {
  return records(entity).get(id, { fields: [] });
}

/** Refuses whoever may not change the record: an update that changes nothing is authorized like any other. */
export async function requireWritable({ entity, id }: Place): Promise<void> {
  await records(entity).update(id, {});
}

/** The attachments of a record, newest first. Ask `requireReadable` before. */
export function listAttachments({ entity, id }: Place): Promise<readonly AttachmentAnswer[]> {
  return asHost(async () => {
    const page = await records(Attachment.id).query({
      filter: { record: { entity, id } },
      sort: [{ field: 'createdAt', direction: 'desc' }],
      limit: MOST,
    });
    return page.records.map((record) => answer(record as unknown as AttachmentRecord));
  });
}

/** Writes an uploaded file and its attachment down, in one transaction. Ask `requireWritable` before. */
export function addAttachment(place: Place, upload: Upload): Promise<AttachmentAnswer> {
  const { name, size, mediaType, sha256 } = upload;
  const { assembly, principal } = currentExecution();
  return asHost(() =>
    assembly.context('tessera').transaction(async () => {
      const file = uuid();
      await (currentExecution().transaction ?? assembly.database).query(
        `insert into tessera.file (id, sha256, name, media_type, size, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [file, sha256, name, mediaType, size, principal.userId, assembly.clock.now()],
      );
      const record = { entity: place.entity, id: place.id };
      const made = await records(Attachment.id).create({ name, record, file, size, mediaType });
      return answer(made as unknown as AttachmentRecord);
    }),
  );
}

/**
 * Removes an attachment; the bytes stay for a restore.
 * @throws TesseraError `HOST_ATTACHMENT_MISSING` when it does not hang on that record.
 */
export function removeAttachment({ entity, id }: Place, attachment: string): Promise<void> {
  return asHost(async () => {
    const found = await records(Attachment.id).query({
      filter: { id: attachment, record: { entity, id } },
      limit: 1,
    });
    if (found.records.length === 0) throw errors.attachmentMissing({ id: attachment });
    await records(Attachment.id).delete(attachment);
  });
}

/** Whether a file hangs on a record that whoever runs may see. */
export async function isFileReadable(file: string): Promise<boolean> {
  const page = await asHost(() =>
    records(Attachment.id).query({ filter: { file }, fields: ['record'], limit: MOST }),
  );
  const { models } = currentExecution().assembly;
  for (const { record } of page.records as readonly { readonly record?: unknown }[]) {
    const place = record as Place | null;
    const model = place && models.get(place.entity);
    if (!model || reachesNothing(reach(currentExecution(), model, 'read'))) continue;
    if (await records(place.entity).find(place.id, { fields: [] })) return true;
  }
  return false;
}

function records(entity: EntityId) {
  return currentExecution().assembly.context('tessera').records(entity);
}

/** Nobody but the host writes attachments: it has asked the record. The principal stays, for the audit. */
function asHost<T>(work: () => Promise<T>): Promise<T> {
  const execution = currentExecution();
  return runIn({ ...execution, principal: { ...execution.principal, unlimited: true } }, work);
}

function answer(record: AttachmentRecord): AttachmentAnswer {
  const { id, name, file, createdAt, createdBy } = record;
  return {
    id,
    name,
    size: record.size ?? 0,
    mediaType: record.mediaType ?? '',
    file,
    createdAt,
    createdBy,
  };
}
