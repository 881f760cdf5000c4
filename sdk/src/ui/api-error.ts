/** RFC 9457, as the server sends it. */
export interface ProblemDetails {
  /** `OWNER_WHAT`, see docs/errors.md. */
  readonly code?: string;
  /** What kind of problem it is. */
  readonly title?: string;
  /** A sentence for the person. */
  readonly detail?: string;
  /** What is wrong with which part of the input, by JSON pointer. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** Members that only some have. */
  readonly [more: string]: unknown;
}

/**
 * An answer that is not a success.
 *
 * @example
 * ```ts
 * import { ApiError } from '@tessera/sdk/ui';
 *
 * export function sentenceOf(error: unknown): string {
 *   if (!(error instanceof ApiError)) throw error;
 *   if (error.status === 0) return 'The server cannot be reached.';
 *   return error.code === 'CORE_VERSION_MISMATCH' ? 'Somebody else was faster.' : error.detail;
 * }
 * ```
 */
export class ApiError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'ApiError';
  /** HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  /** OWNER_WHAT, see docs/errors.md. */
  readonly code: string;
  /** A sentence for the person; empty when the server could not be reached. */
  readonly detail: string;
  /** What is wrong with which part of the input. */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  /** The whole answer of the server. */
  readonly problem: ProblemDetails;

  constructor(status: number, problem: ProblemDetails) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? '';
    this.detail = problem.detail ?? problem.title ?? '';
    this.errors = problem.errors ?? [];
    this.problem = problem;
  }
}
