/** Lists and objects within each other that a body may have at most. */
export const DEPTH_LIMIT = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CASE_BIT = 0x20;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Whether JSON is nested deeper than what walks it by recursion can bear. It is asked of the text: a deep value would
 * exhaust the stack of the first that looks at it.
 */
export function isTooDeep(text: string): boolean {
  if (text.length <= 2 * DEPTH_LIMIT) return false;
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inText = !inText;
    else if (inText) index += code === BACKSLASH ? 1 : 0;
    // A bracket with this bit is a brace.
    else if ((code | CASE_BIT) === OPENING_BRACE) depth += 1;
    else if ((code | CASE_BIT) === CLOSING_BRACE) depth -= 1;
    if (depth > DEPTH_LIMIT) return true;
  }
  return false;
}
