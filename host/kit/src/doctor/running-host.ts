import { bad, good, type Finding } from './finding.ts';

interface PluginOnWire {
  readonly id: string;
  readonly wanted: 'enabled' | 'disabled';
  readonly state: string;
  readonly error?: string;
}

/** Whether a host that runs serves the plugins that it should. */
export async function examineHost(url: string, token: string): Promise<readonly Finding[]> {
  let answer: Response;
  try {
    answer = await fetch(new URL('/api/plugins', url), {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    return [
      bad(`${url} does not answer: ${(error as Error).message}.`, 'Start it, or correct --url.'),
    ];
  }
  if (!answer.ok)
    return [
      bad(
        `${url} answers ${answer.status}.`,
        'Give --token an API token of an administrator (Profile → API tokens).',
      ),
    ];
  return ((await answer.json()) as readonly PluginOnWire[]).map(judge);
}

function judge({ id, wanted, state, error }: PluginOnWire): Finding {
  const isAsWanted = wanted === 'disabled' ? state !== 'active' : state === 'active';
  return isAsWanted && state !== 'rejected'
    ? good(`${id} is ${state}.`)
    : bad(
        `${id} should be ${wanted} and is ${state}${error ? `: ${error}` : ''}.`,
        `Look at its history: tessera plugin history ${id}`,
      );
}
