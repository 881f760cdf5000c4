/**
 * The address of the caller. Each trusted proxy adds the one it saw to the end of `X-Forwarded-For`; what stands before
 * those was written by the caller and is not believed.
 */
export function callerAddress(
  connected: string,
  forwardedFor: string | undefined,
  proxyHops: number,
): string {
  if (proxyHops === 0 || !forwardedFor) return connected;
  const chain = [...forwardedFor.split(',').map((part) => part.trim()), connected];
  return chain[Math.max(0, chain.length - 1 - proxyHops)] ?? connected;
}
