import { expect, test } from 'vitest';
import { createGathering } from './gathering.ts';

type Group = readonly string[];

/** A gathering whose groups are answered when the test says so. */
function openGathering(atOnce?: number) {
  const groups: { readonly asked: Group; readonly end: PromiseWithResolvers<void> }[] = [];
  let wake = Promise.withResolvers<void>();
  let idle = 0;
  const gathering = createGathering<string, string>(
    async (asked) => {
      const end = Promise.withResolvers<void>();
      groups.push({ asked, end });
      wake.resolve();
      await end.promise;
      return asked.map((one) => (one.startsWith('late') ? Promise.resolve(one) : one));
    },
    () => (idle += 1),
    atOnce,
  );
  return {
    ask: (...questions: string[]) => Promise.all(questions.map((one) => gathering.ask(one))),
    /** Waits until so many groups have been sent, and answers them. */
    sent: async (count: number): Promise<Group[]> => {
      while (groups.length < count) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
      return groups.map(({ asked }) => asked);
    },
    end: (index: number) => groups[index]?.end.resolve(),
    fail: (index: number) => groups[index]?.end.reject(new Error('lost')),
    idle: () => idle,
  };
}

test('those who ask at the same time go together', async () => {
  const { ask, sent, end, idle } = openGathering();
  const answers = ask('a', 'b', 'late c');
  expect(await sent(1)).toEqual([['a', 'b', 'late c']]);
  end(0);
  expect(await answers).toEqual(['a', 'b', 'late c']);
  expect(idle()).toBe(1);
});

test('who asks after a group was sent is answered by the next', async () => {
  const { ask, sent, end } = openGathering();
  const early = ask('a');
  await sent(1);
  const late = ask('b', 'c');
  end(0);
  expect(await early).toEqual(['a']);
  expect(await sent(2)).toEqual([['a'], ['b', 'c']]);
  end(1);
  expect(await late).toEqual(['b', 'c']);
});

test('as many groups are under way as may be', async () => {
  const { ask, sent, end, idle } = openGathering(2);
  const first = ask('a');
  await sent(1);
  const second = ask('b');
  await sent(2);
  const third = ask('c');
  end(1);
  expect(await second).toEqual(['b']);
  expect(await sent(3)).toEqual([['a'], ['b'], ['c']]);
  end(2);
  expect(await third).toEqual(['c']);
  expect(idle(), 'one is still under way').toBe(0);
  end(0);
  expect(await first).toEqual(['a']);
  expect(idle()).toBe(1);
});

test('a group that fails fails for those who are in it', async () => {
  const { ask, sent, end, fail } = openGathering();
  const early = ask('a', 'b');
  await sent(1);
  const late = ask('c');
  fail(0);
  await expect(early).rejects.toThrow('lost');
  await sent(2);
  end(1);
  expect(await late).toEqual(['c']);
});

test('a group has an end', async () => {
  const { ask, sent, end } = openGathering();
  const questions = Array.from({ length: 65 }, (_, index) => `${index}`);
  const answers = ask(...questions);
  await sent(1);
  end(0);
  expect((await sent(2)).map(({ length }) => length)).toEqual([64, 1]);
  end(1);
  expect(await answers).toEqual(questions);
});
