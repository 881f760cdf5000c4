// A host as far as PostgreSQL sees one: starts it on the folder given, says so, and lives until it is killed.
import { startPostgres } from '../src/database/embedded.ts';

try {
  const postgres = await startPostgres(process.argv[2] ?? '', { durable: false });
  process.stdout.write(`ready on ${postgres.host}\n`);
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exit(1);
}
