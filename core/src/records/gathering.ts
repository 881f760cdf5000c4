import { setImmediate } from 'node:timers/promises';

/** Questions that are answered together. */
export interface Gathering<Question, Answer> {
  /** Nobody is answered by what was sent before he asked. */
  ask(question: Question): Promise<Answer>;
}

/** Answers questions in their order; what takes longer for one is a promise of his. When it fails, it fails for all of them. */
type AnswerAll<Question, Answer> = (
  questions: readonly Question[],
) => Promise<readonly (Answer | Promise<Answer>)[]>;

interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer | Promise<Answer>): void;
  reject(error: unknown): void;
}

/** Questions that go together. */
const MAXIMUM_TOGETHER = 64;

/**
 * Those who ask while as many groups as may be are under way wait, and go together as soon as one of these is answered. `onIdle` is called when
 * nobody waits any more.
 */
export function createGathering<Question, Answer>(
  answerAll: AnswerAll<Question, Answer>,
  onIdle: () => void = () => {},
  atOnce = 1,
): Gathering<Question, Answer> {
  const waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;
  const sendAll = async (): Promise<void> => {
    underWay += 1;
    // Who has been read from the network along with the first one goes with it.
    await setImmediate();
    while (waiting.length > 0) await send(waiting.splice(0, MAXIMUM_TOGETHER), answerAll);
    underWay -= 1;
    if (underWay === 0) onIdle();
  };
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        if (underWay < atOnce) void sendAll();
      }),
  };
}

/** All who go together have the same answer. It is asked by the last who came: his is the moment by which a token or session lasts. */
export function createCommonGathering<Question, Answer>(
  answer: (last: Question, questions: readonly Question[]) => Promise<Answer>,
  onIdle?: () => void,
  atOnce?: number,
): Gathering<Question, Answer> {
  const answerAll = async (questions: readonly Question[]): Promise<readonly Answer[]> => {
    const found = await answer(questions.at(-1)!, questions);
    return questions.map(() => found);
  };
  return createGathering(answerAll, onIdle, atOnce);
}

async function send<Question, Answer>(
  together: readonly Waiting<Question, Answer>[],
  answerAll: AnswerAll<Question, Answer>,
): Promise<void> {
  try {
    const answers = await answerAll(together.map(({ question }) => question));
    for (const [index, one] of together.entries()) one.resolve(answers[index] as Answer);
  } catch (error) {
    for (const one of together) one.reject(error);
  }
}
