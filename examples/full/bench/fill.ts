import { createDatabase } from '@tessera/core';
import pg from 'pg';
import type { Counts } from './counts.ts';
import { furnishReaders } from './readers.ts';
import { openWorkspace } from './workspace-host.ts';
import { fillWorkspace } from './workspace.ts';

/** Fills the workspace in a folder where it is empty; a process of its own, so that the host that is measured has not done it. */
process.on('disconnect', () => process.exit(1));
const [folder = '.', counts = '{}'] = process.argv.slice(2);
const { host, database } = await openWorkspace(folder);
// The host itself may not drop indexes or clean tables up: it works as a role that cannot.
const owner = new pg.Pool(database.direct);
const { rows } = await owner.query('select 1 from customer.account limit 1');
if (rows.length === 0)
  await fillWorkspace({
    kernel: host.kernel,
    connection: database.direct,
    folder,
    counts: JSON.parse(counts) as Counts,
    say: (line) => console.log(line),
  });
await furnishReaders(createDatabase(owner));
await owner.end();
await host.close();
process.send?.('filled', () => process.exit(0));
