import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBench, type Bench } from './oracle/bench.ts';
import { PATHS } from './oracle/every-path.ts';
import { runCourse, tell } from './oracle/run.ts';

const TRIPLES = Number(
  process.env['TESSERA_TRIPLES'] ?? (process.env['TESSERA_TEST_FULL'] === '1' ? 10_000 : 300),
);
const seed = Number(process.env['TESSERA_SEED'] ?? Math.floor(Math.random() * 1e9));

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test(
  'the product and an oracle in plain code decide the same, on every path',
  async () => {
    console.log(
      `permission oracle: seed ${seed}, ${TRIPLES} triples; TESSERA_SEED=${seed} repeats it`,
    );
    const walked = await runCourse(bench, { seed, triples: TRIPLES, perWorld: 48, paths: PATHS });
    console.log(tell(walked));
    const share = Math.floor(TRIPLES / PATHS.length);
    for (const [name, { found, empty, refused }] of walked) {
      expect([name, found + empty + refused >= share]).toEqual([name, true]);
      // Where nothing is ever found, nothing is shown; of a few triples all may be refused.
      expect([name, found >= Math.floor(share / 20 - 1)]).toEqual([name, true]);
    }
  },
  TRIPLES * 1000,
);
