// Plain JavaScript, loaded before anything else: it keeps compiled code in the data folder, where nobody else can put any. A start takes
// about half the work then, and the compiler that strips the types of a host from source is not loaded at all.
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

// A folder that cannot be written to only costs that time.
enableCompileCache(join(resolve(process.env.TESSERA_DATA_DIR ?? '.data'), 'compiled'));
