import type { Reporter, TestCase } from 'vitest/node';

/** Names the tests that passed only at a second try: they are for mending, not for refusing everybody's work. */
export default function unsteady(): Reporter {
  const found: string[] = [];
  return {
    onTestCaseResult(test: TestCase) {
      const { retryCount = 0 } = test.diagnostic() ?? {};
      if (retryCount > 0 && test.result().state === 'passed')
        found.push(`${test.module.relativeModuleId} > ${test.fullName}`);
    },
    onTestRunEnd() {
      for (const name of found) console.log(`UNSTEADY: ${name}`);
    },
  };
}
