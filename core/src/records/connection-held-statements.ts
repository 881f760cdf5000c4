import type { ReadRow } from './connection-rows.ts';
import { MAXIMUM_TEXTS } from './connection-statements.ts';
import { orKept } from './or-kept.ts';

/** A statement that is prepared on a connection. */
export interface HeldStatement {
  /** How its rows are read, once PostgreSQL has told what they are: it refuses the statement once they would be others. */
  readRow?: ReadRow;
}

/** Of a connection of `pg`: what it knows to be prepared on it, and how that is closed. */
export interface HoldingConnection {
  readonly parsedStatements: Record<string, string>;
  close(statement: { readonly type: 'S'; readonly name: string }): void;
}

/** By the connection and the name; what was used last stands last. */
const held = new WeakMap<HoldingConnection, Map<string, HeldStatement>>();

/**
 * What is held of a statement that is about to be sent with its name. PostgreSQL keeps a prepared statement with its plan for as long as the
 * connection lives: beyond as many as texts are kept, the one that was used longest ago is closed, with what is sent next.
 */
export function holdStatement(connection: HoldingConnection, name: string): HeldStatement {
  const statements = orKept(held, connection, () => new Map<string, HeldStatement>());
  const statement = statements.get(name) ?? {};
  statements.delete(name);
  statements.set(name, statement);
  if (statements.size > MAXIMUM_TEXTS) {
    const oldest = statements.keys().next().value as string;
    statements.delete(oldest);
    closeStatement(connection, oldest);
  }
  return statement;
}

/** One that `pg` believed to be prepared still would not be sent to be prepared again. */
function closeStatement(connection: HoldingConnection, name: string): void {
  if (connection.parsedStatements[name] === undefined) return;
  delete connection.parsedStatements[name];
  connection.close({ type: 'S', name });
}
