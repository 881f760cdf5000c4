import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn } from '../../core/src/plugin/execution.ts';
import { openBench, type Bench } from '../../core/test/oracle/bench.ts';
import type { Oracle } from '../../core/test/oracle/oracle.ts';
import { runCourse, tell } from '../../core/test/oracle/run.ts';
import { same, type Path } from '../../core/test/oracle/trial.ts';
import type { EntityChanges } from '../src/live/change-collector.ts';
import { look } from '../src/live/sight.ts';

interface LiveAsk {
  readonly entity: string;
  /** Records that were written, and those of them that the reader watches. */
  readonly written: readonly string[];
  readonly watched: readonly string[];
}

/** What a stream of changes tells: of which entity something was seen to change, and versions of what is watched and seen. */
const live: Path<LiveAsk> = {
  name: 'live update',
  make(random, world) {
    const { entity } = random.pick(world.rows);
    const ids = world.rows.filter((row) => row.entity === entity).map(({ id }) => id);
    const written = random.some(ids, 0.2);
    return { entity, written, watched: random.some([...written, ...ids.slice(0, 2)], 0.6) };
  },
  async check({ oracle, reads, ask }) {
    const { entity, written, watched } = ask;
    const rows = written.map((id) => oracle.row(entity, id)!);
    const changes: EntityChanges = {
      entity: entity as EntityChanges['entity'],
      live: new Set(idsOf(rows.filter(({ deleted }) => !deleted))),
      deleted: new Set(idsOf(rows.filter(({ deleted }) => deleted))),
      isVague: false,
    };
    const sight = await runIn(reads, () => look(reads.assembly, [changes], new Set(watched)));
    const seen = rows.filter((row) => oracle.may('read', row));
    same('the entities', [...sight.entities], seen.length > 0 ? [entity] : []);
    const versions = [...sight.versions].filter(([, version]) => version !== null);
    const told = seen.filter(({ id, deleted }) => watched.includes(id) && !deleted);
    same('the versions', versions.map(([id]) => id).toSorted(), idsOf(told).toSorted());
    const gone = seen.filter(({ id, deleted }) => watched.includes(id) && deleted);
    same('what is gone', [...sight.gone].toSorted(), idsOf(gone).toSorted());
    return outcome(oracle, entity, seen.length);
  },
};

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

function outcome(oracle: Oracle, entity: string, seen: number) {
  if (!oracle.mayAny(entity, 'read')) return 'refused' as const;
  return seen > 0 ? ('found' as const) : ('empty' as const);
}

const TRIPLES = process.env['TESSERA_TEST_FULL'] === '1' ? 600 : 48;
const seed = Number(process.env['TESSERA_SEED'] ?? Math.floor(Math.random() * 1e9));

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test(
  'a stream of changes tells what an oracle in plain code says, and nothing else',
  async () => {
    console.log(`live oracle: seed ${seed}, ${TRIPLES} triples; TESSERA_SEED=${seed} repeats it`);
    const paths = [live] as unknown as readonly Path[];
    const walked = await runCourse(bench, { seed, triples: TRIPLES, perWorld: 24, paths });
    console.log(tell(walked));
    expect(walked.get(live.name)!.found).toBeGreaterThan(0);
  },
  TRIPLES * 2000,
);
