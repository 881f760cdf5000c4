/** How somebody came before the door. */
interface DoorVisit {
  /** A provider sent him back with this problem, by its code. */
  readonly problem?: string;
  /** A provider let him in, and the second factor is asked for. */
  readonly challenge?: string;
  /** Whether the address tells of a provider, so that it has to be cleaned. */
  readonly isProviders: boolean;
  /** The own path to go on to. */
  readonly returnPath: string;
}

/** Reads the address that a sign-in provider sends back to: `?problem=…` or `?challenge=…&return=…`. */
export function readVisit(search: string): DoorVisit {
  const names = new URLSearchParams(search);
  const problem = names.get('problem');
  const challenge = names.get('challenge');
  return {
    ...(problem ? { problem } : {}),
    ...(challenge ? { challenge } : {}),
    isProviders: problem !== null || challenge !== null,
    returnPath: ownPath(names.get('return')),
  };
}

/** Only paths of this site: an address that others wrote must lead nowhere else. */
function ownPath(path: string | null): string {
  const isOwn = path !== null && /^\/(?![/\\])/.test(path) && !/[\t\n\r]/.test(path);
  return isOwn ? path : '/';
}
