import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Keeps compiled code in the data folder, where nobody else can put any: a start takes about half the work then. Called before the host is
 * loaded. A folder that cannot be written to only costs that time.
 */
export function keepCompiledCode(): void {
  enableCompileCache(join(resolve(process.env['TESSERA_DATA_DIR'] ?? '.data'), 'compiled'));
}
