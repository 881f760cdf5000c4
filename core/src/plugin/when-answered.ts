/**
 * Goes on with what code answers: at once where it answers at once, so that what is called a thousand times makes no promise each time.
 * @throws whatever `answered` and `failed` throw, unless the answer was waited for
 */
export function whenAnswered<Answer, Result>(
  work: () => Answer | PromiseLike<Answer>,
  answered: (answer: Answer) => Result,
  failed: (cause: unknown) => Result,
): Result | Promise<Result> {
  let answer: Answer | PromiseLike<Answer>;
  try {
    answer = work();
    if (isThenable(answer)) return settled(answer).then(answered, failed);
  } catch (cause) {
    return failed(cause);
  }
  return answered(answer);
}

export function isThenable<Answer>(
  answer: Answer | PromiseLike<Answer>,
): answer is PromiseLike<Answer> {
  return typeof (answer as Partial<PromiseLike<Answer>> | null | undefined)?.then === 'function';
}

/** What code has made may only look like a promise. */
async function settled<Answer>(answer: PromiseLike<Answer>): Promise<Answer> {
  return answer;
}
