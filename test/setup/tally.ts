/** A file in Vitest's JSON report: the tests of it, or none when it could not even be loaded. */
export interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** What two tries came to: each test counted once, by its last. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What failed at first, in files that passed when they were tried again. */
  readonly unsteady: readonly string[];
}

/** More than this is no unsteadiness. */
const MOST_TRIED_AGAIN = 12;

/** Files in which something failed; none when there are so many that a second try would tell nothing new. */
export function filesToTryAgain(first: readonly FileReport[]): readonly string[] {
  const failed = first.filter((file) => failures(file).length > 0).map(({ name }) => name);
  return failed.length > MOST_TRIED_AGAIN ? [] : failed;
}

export function tally(first: readonly FileReport[], second: readonly FileReport[] = []): Tally {
  const last = new Map([...first, ...second].map((file) => [file.name, file]));
  const files = [...last.values()];
  const isFailed = ({ name }: FileReport): boolean => failures(last.get(name)!).length > 0;
  return {
    passed: files.flatMap(passes).length,
    failed: files.flatMap(failures).length,
    unsteady: first.filter((file) => !isFailed(file)).flatMap(failures),
  };
}

/** Its failed tests, or itself when it failed without one. */
function failures(file: FileReport): readonly string[] {
  const failed = namesOf(file, 'failed');
  return failed.length === 0 && file.status === 'failed' ? [file.name] : failed;
}

const passes = (file: FileReport): readonly string[] => namesOf(file, 'passed');

function namesOf({ name, assertionResults }: FileReport, status: string): readonly string[] {
  return assertionResults
    .filter((test) => test.status === status)
    .map(({ fullName }) => `${name} > ${fullName}`);
}
