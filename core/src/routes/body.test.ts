import { expect, test } from 'vitest';
import { BODY_LIMIT, parseJson, readJson } from './body.ts';

function post(body: string | undefined, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
    headers,
  });
}
const json = { 'content-type': 'application/json' };

test('JSON and its relatives are read', async () => {
  expect(await readJson(post('{"a":1}', json))).toEqual({ a: 1 });
  expect(
    await readJson(
      post('{"a":"\\u4e2d"}', { 'content-type': 'application/merge-patch+json; charset=utf-8' }),
    ),
  ).toEqual({ a: '中' });
  expect(await readJson(post(undefined))).toBeUndefined();
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])(
  '%s is refused',
  async (type) => {
    await expect(readJson(post('{}', { 'content-type': type }))).rejects.toMatchObject({
      status: 415,
    });
  },
);

test.each([
  '{"__proto__":{"admin":true}}',
  '{"a":{"constructor":1}}',
  '{"\\u005f_proto__":1}',
  '[{"a":[{"__proto__":1}]}]',
])('%s is refused', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'CORE_REQUEST_INVALID' }));
});

test('a value may be called constructor, a name may not', () => {
  expect(parseJson('{"job":"constructor"}')).toEqual({ job: 'constructor' });
});

test('a body that is too large is refused, declared or not', async () => {
  const declared = post('{}', { ...json, 'content-length': String(BODY_LIMIT + 1) });
  await expect(readJson(declared)).rejects.toMatchObject({ status: 413 });
  const long = post('"' + 'x'.repeat(BODY_LIMIT) + '"', json);
  await expect(readJson(long)).rejects.toMatchObject({ status: 413 });
});

test('what is not JSON is a bad request', async () => {
  await expect(readJson(post('{a}', json))).rejects.toMatchObject({ status: 400 });
});
