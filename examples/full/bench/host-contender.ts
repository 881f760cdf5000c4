import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startContender, type Contender, type Launch } from './contender.ts';
import { environmentOf } from './workspace-environment.ts';

const KEEPER = join(import.meta.dirname, '../../../host/bin/keep-compiled-code.js');

/** How a host on the workspace in a folder is started: `npm start` tells Node the same. */
export function hostLaunch(folder: string): Launch {
  return {
    flags: [
      '--max-semi-space-size=8',
      '--heap-growing-percent=35',
      '--import',
      pathToFileURL(KEEPER).href,
    ],
    env: { ...process.env, ...environmentOf(folder) },
  };
}

/** Starts a program of the bench that runs a whole host on the workspace in a folder. */
export function startHost<Ready>(
  file: string,
  folder: string,
  ...argv: readonly string[]
): Promise<Contender<Ready>> {
  return startContender(file, [folder, ...argv], hostLaunch(folder));
}
