import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { errors } from '../errors.ts';

/** Where a page ended: the sort values of its last record, and its id. */
export interface Cursor {
  readonly values: readonly unknown[];
  readonly id: string;
}

/** A short name of what was asked; a cursor is good for the same question only. */
export function shapeOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16);
}

/** A cursor as text: signed, so that nobody can ask with values of their own. */
export function writeCursor(cursor: Cursor, shape: string, secret: string): string {
  const isNull = cursor.values.map((value) => value === null);
  const body = Buffer.from(
    JSON.stringify({ values: cursor.values, isNull, id: cursor.id, shape }),
  ).toString('base64url');
  return `${body}.${sign(body, secret)}`;
}

/** @throws TesseraError `CORE_REQUEST_INVALID` when it was changed, or belongs to another question. */
export function readCursor(text: string, shape: string, secret: string): Cursor {
  const [body = '', signature = ''] = text.split('.');
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw foreign();
  const {
    values,
    id,
    shape: made,
  } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Cursor & { shape: string };
  if (made !== shape) throw foreign();
  return { values, id };
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`cursor:${body}`).digest('base64url').slice(0, 22);
}

function foreign(): Error {
  return errors.requestInvalid({
    reason: 'the cursor is not one of this list; begin again without it.',
  });
}
