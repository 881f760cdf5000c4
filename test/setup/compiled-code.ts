import { flushCompileCache } from 'node:module';

// The first import of a process that a test starts: what it compiled is kept for the next one, also when it is killed.
setInterval(flushCompileCache, 2000).unref();
