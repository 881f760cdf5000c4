/** One thing wrong with one part of an input. */
export interface Problem {
  /** JSON pointer into the input, for example `/amount/currency`; empty for the whole. */
  readonly pointer: string;
  /** A sentence for the person who sent it. */
  readonly detail: string;
}

/** What an error carries besides its message. */
export interface TesseraErrorOptions {
  /** HTTP status that answers a request which ends with this error. */
  readonly status: number;
  /** Values that a program may want; they are shown to the caller, so nothing secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Faults of the input, each at its place. */
  readonly problems?: readonly Problem[];
  /** The error behind it; logged, never sent. */
  readonly cause?: unknown;
}

/**
 * Every error that Tessera raises on purpose. Each package declares its codes in its `errors.ts`. One that ends a request is answered as
 * `application/problem+json` with its status, code, message and problems; the cause is logged and never sent.
 *
 * @example
 * ```ts
 * import { TesseraError, type Context } from '@tessera/sdk';
 *
 * export async function nameOf(ctx: Context, id: string): Promise<string> {
 *   try {
 *     return (await ctx.records('tessera.user').get(id)).name;
 *   } catch (error) {
 *     if (error instanceof TesseraError && error.code === 'CORE_RECORD_MISSING') return 'nobody';
 *     throw error;
 *   }
 * }
 * ```
 */
export class TesseraError extends Error {
  /** Tells it from other errors, also across realms. */
  override readonly name = 'TesseraError';
  /** OWNER_WHAT, for example `CORE_RECORD_MISSING`; stable, documented in `docs/errors.md`. */
  readonly code: string;
  /** HTTP status that answers a request which ends with it, 400 to 599. */
  readonly status: number;
  /** The values of its message, for programs. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Faults of the input, each at its place; empty when it is about no input. */
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, options: TesseraErrorOptions) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.details = options.details ?? {};
    this.problems = options.problems ?? [];
  }
}

type Details = Readonly<Record<string, unknown>>;

/** Declares an error code: `{name}` in the message is filled from the details. */
export interface ErrorTemplate {
  /** `OWNER_WHAT`, the same for ever. */
  readonly code: string;
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** A sentence with `{name}` for each detail, that says what to do. */
  readonly message: string;
}

/**
 * Makes a named constructor for each declared error. The message is filled from the details; codes begin with the plugin’s id in capitals, and
 * stay the same for ever.
 *
 * @example
 * ```ts
 * import { defineErrors } from '@tessera/sdk';
 *
 * const errors = defineErrors({
 *   berthTaken: {
 *     code: 'HARBOUR_BERTH_TAKEN',
 *     status: 409,
 *     message: 'Berth {berth} is taken until {until}. Choose another one.',
 *   },
 * });
 *
 * export function refuse(berth: number): never {
 *   throw errors.berthTaken({ berth, until: '2026-11-28' }, { problems: [{ pointer: '/berth', detail: 'It is taken.' }] });
 * }
 * ```
 */
export function defineErrors<const T extends Readonly<Record<string, ErrorTemplate>>>(
  templates: T,
): {
  readonly [K in keyof T]: (
    details?: Details,
    options?: { problems?: readonly Problem[]; cause?: unknown },
  ) => TesseraError;
} & { readonly templates: T } {
  const constructors = Object.fromEntries(
    Object.entries(templates).map(([name, template]) => [
      name,
      (details: Details = {}, options: { problems?: readonly Problem[]; cause?: unknown } = {}) =>
        new TesseraError(template.code, fill(template.message, details), {
          status: template.status,
          details,
          ...options,
        }),
    ]),
  );
  return Object.assign(constructors, { templates }) as never;
}

function fill(message: string, details: Details): string {
  return message.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    name in details ? String(details[name]) : whole,
  );
}
