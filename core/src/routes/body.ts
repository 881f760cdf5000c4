import { errors } from '../errors.ts';
import { DEPTH_LIMIT, isTooDeep } from './json-depth.ts';

/** Bytes of a JSON body at most. Files have routes of their own. */
export const BODY_LIMIT = 10 * 1024 * 1024;

/** `application/json`, `application/merge-patch+json` and their like. */
const JSON_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads a JSON body; undefined when there is none.
 * @throws TesseraError `CORE_MEDIA_TYPE_UNSUPPORTED`, `CORE_BODY_TOO_LARGE`, or `CORE_REQUEST_INVALID` when it is not JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return undefined;
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? ''))
    throw errors.mediaTypeUnsupported();
  return parseJson(text);
}

/**
 * Parses JSON of a stranger.
 * @throws TesseraError `CORE_REQUEST_INVALID` when it is not JSON, names `__proto__` or `constructor`, or is nested too deep.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text))
    throw errors.requestInvalid({ reason: `JSON may be nested ${DEPTH_LIMIT} deep at most.` });
  try {
    // A reviver makes parsing several times slower, and hardly any body has one of these names, even escaped.
    return /__proto__|constructor|\\u/.test(text)
      ? JSON.parse(text, refuseNames)
      : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw errors.requestInvalid({ reason: 'the body is not valid JSON.' }, { cause: error });
    }
    throw error;
  }
}

function refuseNames(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor') {
    throw errors.requestInvalid({ reason: `the name “${key}” is not allowed.` });
  }
  return value;
}

/** The bytes of a body. @throws TesseraError `CORE_BODY_TOO_LARGE` as soon as there are too many. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT) throw errors.bodyTooLarge({ limit: BODY_LIMIT });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A read that was answered for a caller who is no longer who he was is answered once more, and a body can be read only once. */
const texts = new WeakMap<Request, Promise<string>>();

function readText(request: Request): Promise<string> {
  const text = texts.get(request) ?? readOnce(request);
  texts.set(request, text);
  return text;
}

async function readOnce(request: Request): Promise<string> {
  const declared = request.headers.get('content-length');
  if (declared === null) return new TextDecoder().decode(await readBytes(request));
  if (Number(declared) > BODY_LIMIT) throw errors.bodyTooLarge({ limit: BODY_LIMIT });
  return request.text();
}
