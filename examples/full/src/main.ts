import { dirname } from 'node:path';
import { start } from '@tessera/host';

await start(dirname(import.meta.dirname));
