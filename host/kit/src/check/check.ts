import type { CheckWorld } from './world.ts';

/** One thing that is wrong with a plugin, and how to mend it. */
export interface Finding {
  /** What is wrong, naming the thing: the route, the table, the text key. */
  readonly message: string;
  /** What the author does about it. */
  readonly remedy: string;
}

/** One promise that every plugin keeps, and how it is tried. */
export interface Check {
  /** Names it on the command line: `refusals`. */
  readonly name: string;
  /** The promise, as a sentence without a full stop. */
  readonly title: string;
  /** Tries it; answers everything that breaks it, nothing when it is kept. */
  run(world: CheckWorld): Promise<readonly Finding[]>;
}

/** How one check ended. */
export interface CheckResult {
  readonly name: string;
  readonly title: string;
  /** Empty when the promise is kept. */
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

/** How all checks ended. */
export interface CheckReport {
  /** Id and version of the plugin. */
  readonly plugin: string;
  readonly version: string;
  readonly isPassed: boolean;
  readonly results: readonly CheckResult[];
}
