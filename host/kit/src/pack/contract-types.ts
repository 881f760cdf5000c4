import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PluginFolder } from './plugin-folder.ts';

const run = promisify(execFile);

/**
 * Writes the types of a plugin's contract, and of what it names, below `types/` of the target.
 * @throws Error with what the compiler says
 */
export async function writeContractTypes(plugin: PluginFolder, target: string): Promise<void> {
  if (!plugin.contract) return;
  // Beside the sources: from there packages are found.
  const project = join(plugin.folder, `.tsconfig.contract-${process.pid}.json`);
  await writeFile(
    project,
    JSON.stringify({
      files: ['src/contract.ts'],
      compilerOptions: {
        target: 'es2024',
        module: 'nodenext',
        customConditions: import.meta.url.endsWith('.ts') ? ['@tessera/source'] : [],
        types: [],
        strict: true,
        skipLibCheck: true,
        resolveJsonModule: true,
        allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: true,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: 'src',
        outDir: join(target, 'types'),
      },
    }),
  );
  try {
    await run(process.execPath, [compiler(), '-p', project], { cwd: plugin.folder });
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    // In a workspace the compiler sees the sources of others, too: their faults are theirs.
    const faults = stdout.split('\n').filter((line) => /^\S/.test(line) && !line.startsWith('../'));
    if (faults.length > 0)
      throw new Error(`The types of src/contract.ts do not compile:\n${faults.join('\n')}`, {
        cause: error,
      });
  } finally {
    await rm(project, { force: true });
  }
}

function compiler(): string {
  const file = findPackageJSON('typescript', import.meta.url);
  if (!file) throw new Error('The package typescript is not installed: npm install -D typescript');
  return join(dirname(file), 'bin/tsc');
}
