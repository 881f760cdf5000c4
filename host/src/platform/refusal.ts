import { errors, type Refusal, type TesseraError } from '@tessera/core';

/**
 * A refusal as an error, for what must hold without exception: the answer of a guard is only a warning to an import of history,
 * and nobody becomes an administrator by importing himself as one.
 */
export function refusalError(
  { reason, code, field }: Refusal,
  details: Readonly<Record<string, unknown>> = {},
): TesseraError {
  const problems = field === undefined ? [] : [{ pointer: `/${field}`, detail: reason }];
  return errors.guardRefused({ ...details, reason, refusal: code }, { problems });
}
