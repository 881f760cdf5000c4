import {
  createParameters,
  errors as coreErrors,
  type Database,
  type Parameters,
  type PendingStanding,
} from '@tessera/core';

/** Writes the subselect that answers somebody's standing of now as text. */
export type StandingSql = (parameters: Parameters) => string;

/** A standing that was presumed, until the database has told whether it still is so. */
export interface StandingQuestion extends PendingStanding {
  /** Asks by itself, where no statement on the way has asked; answers whether it still is so. */
  holds(): Promise<boolean>;
}

/** `onChanged` is called when it is not as presumed. */
export function createStandingQuestion(
  database: Database,
  presumed: { readonly standing: string },
  sql: StandingSql,
  onChanged: () => void,
): StandingQuestion {
  let state: 'open' | 'holds' | 'over' = 'open';
  const tell = (found: string | null): void => {
    // Several statements of one request may tell; what one has found to be over stays over.
    if (state === 'over') return;
    state = found === presumed.standing ? 'holds' : 'over';
    if (state === 'over') onChanged();
  };
  return {
    get isSettled() {
      return state === 'holds';
    },
    presumed,
    expected: presumed.standing,
    sql,
    settle(found) {
      tell(found);
      if (state === 'over') throw coreErrors.notSignedIn();
    },
    async holds() {
      if (state === 'open') tell(await ask(database, sql));
      return state === 'holds';
    },
  };
}

async function ask(database: Database, sql: StandingSql): Promise<string | null> {
  const parameters = createParameters();
  const text = `select ${sql(parameters)} as standing`;
  const [row] = await database.query<{ standing: string | null }>(text, parameters.values);
  return row?.standing ?? null;
}
