import { errors } from '../errors.ts';
import type { TesseraError } from '../tessera-error.ts';

/** One reason why a plugin's entities cannot be used. */
export interface Finding {
  readonly plugin: string;
  readonly reason: string;
}

/** All findings in one error: who reads it mends them in one go. */
export function rejection(findings: readonly Finding[]): TesseraError {
  return errors.pluginRejected({
    id: [...new Set(findings.map((finding) => finding.plugin))].join(', '),
    reason: `${findings.map((finding) => finding.reason).join('; ')}.`,
    findings,
  });
}
