import type { Question } from './canary-questions.ts';
import type { Reader } from './canary-readers.ts';
import type { CanaryWorld } from './canary-world.ts';
import type { Canary } from './canary-words.ts';

/** An answer as it came, without what tells one request from another. */
export interface Answered {
  readonly question: Question;
  readonly status: number;
  /** Status, headers and body. */
  readonly bytes: Uint8Array;
  /** The same as text, without the numbers and times of requests. */
  readonly bare: string;
}

/** As many at a time as a machine with few cores is glad of. */
const AT_ONCE = 6;
const CHANCE = new Set(['date', 'x-request-id']);

/** Sends all questions as one reader; answers in their order. */
export async function askAll(
  world: CanaryWorld,
  reader: Pick<Reader, 'authorization'>,
  questions: readonly Question[],
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < questions.length) {
      const at = next;
      next += 1;
      answers[at] = await ask(world, reader, questions[at] as Question);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

export async function ask(
  { host }: Pick<CanaryWorld, 'host'>,
  { authorization }: Pick<Reader, 'authorization'>,
  question: Question,
): Promise<Answered> {
  const { method, path, body, headers = {} } = question;
  const json: Record<string, string> =
    body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await host.app.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: { ...headers, ...json, ...(authorization ? { authorization } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const content = new Uint8Array(await response.arrayBuffer());
  const kept = [...response.headers].filter(([name]) => !CHANCE.has(name));
  const head = `${response.status} ${JSON.stringify(kept)}`;
  const text = Buffer.from(content).toString('latin1');
  return {
    question,
    status: response.status,
    // A packed body stands alone, so that it can be opened.
    bytes: text.startsWith('PK') ? content : Buffer.concat([Buffer.from(head), content]),
    bare: `${head} ${text}`.replaceAll(/"requestId":"[^"]*"/g, '"requestId"'),
  };
}

/** Canaries in the answer that the reader may not read, and did not send himself. */
export function forbidden(
  { canaries }: Pick<CanaryWorld, 'canaries'>,
  reader: Pick<Reader, 'name'>,
  { question, bytes }: Answered,
): readonly Canary[] {
  const sent = canaries.find(
    Buffer.from(`${question.path} ${JSON.stringify(question.body ?? '')}`),
  );
  return [...canaries.find(bytes)].filter(
    (canary) => !canary.mayRead(reader.name) && !sent.has(canary),
  );
}
