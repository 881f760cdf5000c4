import { expect, test } from 'vitest';
import { openStream } from './live-stream.ts';

test('a slow reader loses messages and is told to read everything again', async () => {
  const stream = openStream(() => {});
  for (let number = 0; number < 500; number++) stream.send({ event: 'assembly', data: { number } });
  const reader = stream.response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: resync')) text += (await reader.read()).value ?? '';
  expect(text).toContain('"number":0}');
  expect(text).not.toContain('"number":499}');
  stream.send({ event: 'assembly', data: { number: 500 } });
  text += (await reader.read()).value ?? '';
  expect(text).toContain('"number":500}');
});

test('a reader that goes ends the stream once', async () => {
  let ends = 0;
  const stream = openStream(() => ends++);
  await stream.response.body!.cancel();
  stream.send({ event: 'ping', data: {} });
  stream.end();
  expect(ends).toBe(1);
});
