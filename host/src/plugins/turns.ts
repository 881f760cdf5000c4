/** Does what it is given one after the other. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** For work that keeps a connection while it needs others: many at once would wait for each other for ever. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
