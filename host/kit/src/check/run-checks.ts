import type { Check, CheckReport, CheckResult, Finding } from './check.ts';
import type { CheckWorld } from './world.ts';

/** Runs checks one after the other, so that none is disturbed; one that breaks off is a finding of its own. */
export async function runChecks(
  world: CheckWorld,
  checks: readonly Check[],
  onResult: (result: CheckResult) => void = () => {},
): Promise<CheckReport> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const start = performance.now();
    const findings = await tryCheck(check, world);
    const milliseconds = Math.round(performance.now() - start);
    const result = { name: check.name, title: check.title, findings, milliseconds };
    results.push(result);
    onResult(result);
  }
  const { id, version } = world.subject.manifest;
  return {
    plugin: id,
    version,
    isPassed: results.every(({ findings }) => findings.length === 0),
    results,
  };
}

async function tryCheck(check: Check, world: CheckWorld): Promise<readonly Finding[]> {
  try {
    return await check.run(world);
  } catch (error) {
    return [
      {
        message: `The check could not be carried out: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        remedy:
          'Mend what the error names. When it names nothing of the plugin, run “tessera doctor”.',
      },
    ];
  }
}
