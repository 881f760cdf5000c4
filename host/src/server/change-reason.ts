import { errors as coreErrors, isStorable } from '@tessera/core';

const LONGEST = 500;

/**
 * Why somebody changes something, as he says in `X-Change-Reason`: percent-encoded UTF-8, since a header holds no other letters.
 * @throws TesseraError `CORE_REQUEST_INVALID`
 */
export function readChangeReason(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const reason = decode(header).trim();
  if (reason === '') return undefined;
  if (reason.length > LONGEST)
    throw coreErrors.requestInvalid({
      reason: `“X-Change-Reason” has more than ${LONGEST} characters.`,
    });
  if (!isStorable(reason))
    throw coreErrors.requestInvalid({
      reason: '“X-Change-Reason” has a character that cannot be stored.',
    });
  return reason;
}

function decode(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw coreErrors.requestInvalid({
      reason:
        '“X-Change-Reason” must be UTF-8 with percent-encoding, as encodeURIComponent makes it.',
    });
  }
}
