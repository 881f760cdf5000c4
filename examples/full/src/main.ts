import { dirname } from 'node:path';
import { keepCompiledCode } from '@tessera/host/compiled-code';

keepCompiledCode();
const { start } = await import('@tessera/host');
await start(dirname(import.meta.dirname));
