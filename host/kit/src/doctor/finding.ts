/** What the doctor found. */
export interface Finding {
  readonly isGood: boolean;
  /** A sentence. */
  readonly text: string;
  /** What to do about it. */
  readonly wayOut?: string;
}

/** All is well. */
export function good(text: string): Finding {
  return { isGood: true, text };
}

/** Something must be done. */
export function bad(text: string, wayOut: string): Finding {
  return { isGood: false, text, wayOut };
}
