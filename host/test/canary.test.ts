import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAll, forbidden, type Answered } from './canary-ask.ts';
import { allQuestions, type Question } from './canary-questions.ts';
import type { Reader } from './canary-readers.ts';
import { makeCanaryWorld, type CanaryWorld } from './canary-world.ts';
import type { Canary } from './canary-words.ts';

const isFull = process.env['TESSERA_TEST_FULL'] === '1';
const seed = Number(process.env['TESSERA_TEST_SEED'] ?? randomInt(1_000_000));

let world: CanaryWorld;
let questions: readonly Question[];
const before = new Map<string, readonly Answered[]>();
beforeAll(async () => {
  world = await makeCanaryWorld();
  questions = allQuestions(world, createChosen());
  console.info(`${questions.length} questions × ${world.readers.length} readers, seed ${seed}`);
});
afterAll(() => world?.host.close());

test(
  'no reader finds a canary that is not his, in any answer',
  { timeout: isFull ? 3_600_000 : 600_000 },
  async () => {
    const wrong: string[] = [];
    const share: Record<string, string> = {};
    for (const reader of world.readers) {
      const answers = await askAll(world, reader, questions);
      before.set(reader.name, answers);
      const seen = new Set<Canary>();
      for (const answer of answers) {
        for (const canary of world.canaries.find(answer.bytes)) seen.add(canary);
        const { method, path, body } = answer.question;
        const what = `${reader.name}: ${method} ${path} ${JSON.stringify(body) ?? ''}`;
        if (answer.status >= 500) wrong.push(`${what} → ${answer.status}`);
        for (const { what: canary } of forbidden(world, reader, answer))
          wrong.push(`${what} → ${answer.status} shows ${canary}`);
      }
      share[reader.name] = checkSight(reader, seen);
    }
    console.info('canaries seen of those that may be', share);
    expect(wrong).toEqual([]);
  },
);

/** Who saw nothing of what is his would find nothing of what is not. */
function checkSight(reader: Reader, seen: ReadonlySet<Canary>): string {
  const his = [...new Set(world.canaries.all.values())].filter(({ mayRead }) =>
    mayRead(reader.name),
  );
  const found = his.filter((canary) => seen.has(canary));
  const missing = his.filter((canary) => !seen.has(canary)).map(({ what }) => what);
  const part = his.length === 0 ? 1 : found.length / his.length;
  expect(part, `${reader.name} misses ${missing.slice(0, 12).join(', ')}`).toBeGreaterThan(
    isFull ? 0.8 : 0.2,
  );
  return `${found.length} of ${his.length}`;
}

test(
  'what is hidden changes no byte, no count and no order of any answer',
  { timeout: isFull ? 3_600_000 : 600_000 },
  async () => {
    const hidden = await world.hideMore();
    const ids = hidden.map(({ id }) => id);
    const wrong: string[] = [];
    let compared = 0;
    for (const reader of world.readers) {
      const readsIt = hidden.some(({ entity }) => reader.reads(entity, 'eve'));
      if (readsIt && !isFull) continue;
      const answers = await askAll(world, reader, questions);
      for (const [index, answer] of answers.entries()) {
        const { method, path, body } = answer.question;
        const what = `${reader.name}: ${method} ${path} ${JSON.stringify(body) ?? ''}`;
        for (const { what: canary } of forbidden(world, reader, answer))
          wrong.push(`${what} → ${answer.status} shows ${canary}`);
        if (readsIt) continue;
        compared += 1;
        const was = before.get(reader.name)?.[index];
        if (!isMoving(answer.question) && was?.bare !== answer.bare)
          wrong.push(`${what} → ${difference(was?.bare ?? '', answer.bare)}`);
        if (ids.some((id) => answer.bare.includes(id))) wrong.push(`${what} names a hidden record`);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  },
);

/** Answers that say what the reader himself has done meanwhile. */
function isMoving({ path }: Question): boolean {
  return /^\/api\/(?:audit|access\/tokens|access\/sessions|assembly)|\/history|xlsx/.test(path);
}

function difference(was: string, is: string): string {
  let at = 0;
  while (at < was.length && was[at] === is[at]) at += 1;
  return `${was.slice(Math.max(0, at - 60), at + 90)} ≠ ${is.slice(Math.max(0, at - 60), at + 90)}`;
}

/** All in the full run; else a part, by the seed. */
function createChosen(): (percent: number) => boolean {
  let state = seed;
  return (percent) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return isFull || (state >>> 8) % 100 < percent;
  };
}
