import { expect } from 'vitest';
import type { TestClient } from '../src/testing/index.ts';

interface Message {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A browser's connection to the live updates: what has come so far, and waiting for more. */
export async function openStream(url: string, client: TestClient, query: string) {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live?${query}`, {
    headers: { authorization: (await client.authorization()) ?? '' },
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  const messages: Message[] = [];
  let wake = (): void => {};
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
        if (event && data) messages.push({ event, data: JSON.parse(data) });
      }
      wake();
    }
  })().catch(() => {});
  return {
    messages,
    async until(matches: (message: Message) => boolean): Promise<Message> {
      for (;;) {
        const found = messages.find(matches);
        if (found) return found;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async close() {
      abort.abort();
      await reading;
    },
  };
}
