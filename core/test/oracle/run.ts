import type { Bench } from './bench.ts';
import { SQL_PLANS } from './bench.ts';
import { makeReader, makeWorld } from './make-world.ts';
import { createOracle } from './oracle.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';
import type { Outcome, Path, Question } from './trial.ts';
import { Difference } from './trial.ts';
import type { WorldPlan } from './world-plan.ts';

/** How often each path was walked, by what came of it. */
export type Walked = Map<string, Record<Outcome, number>>;

export interface Course {
  readonly seed: number;
  readonly triples: number;
  /** Questions that are asked of one world. */
  readonly perWorld: number;
  readonly paths: readonly Path[];
}

/** Asks the questions of one world after another. @throws Error with the smallest world that was found, at the first difference. */
export async function runCourse(bench: Bench, course: Course): Promise<Walked> {
  const walked: Walked = new Map(
    course.paths.map(({ name }) => [name, { found: 0, empty: 0, refused: 0 }]),
  );
  for (let done = 0; done < course.triples; done += course.perWorld) {
    const random = createRandom(course.seed + done);
    const world = makeWorld(random);
    const whole = await bench.load(world);
    for (let index = done; index < done + course.perWorld; index++) {
      const path = course.paths[index % course.paths.length]!;
      const question: Question = {
        path: path.name,
        reader: makeReader(random, world),
        plan: random.pick(SQL_PLANS),
        ask: path.make(random, world) as never,
      };
      try {
        walked.get(path.name)![await decide(bench, whole, path, question)] += 1;
      } catch (error) {
        if (!(error instanceof Difference)) {
          throw new Error(`${describe(course.seed, index, question)}\n${String(error)}`, {
            cause: error,
          });
        }
        throw await report(
          bench,
          { world, path, question, error },
          describe(course.seed, index, question),
        );
      }
    }
  }
  return walked;
}

async function decide(
  bench: Bench,
  whole: WorldPlan,
  path: Path,
  question: Question,
): Promise<Outcome> {
  const { reads, writes } = await bench.executions(question.reader, question.plan);
  const oracle = createOracle(whole, question.reader);
  return path.check({ bench, oracle, reads, writes, ask: question.ask as never });
}

function describe(seed: number, index: number, { path, plan, reader, ask }: Question): string {
  return `seed ${seed}, triple ${index + 1}: ${path} (${plan})\nreader ${JSON.stringify(reader)}\nquestion ${JSON.stringify(ask)}`;
}

interface Found {
  readonly world: WorldPlan;
  readonly path: Path;
  readonly question: Question;
  readonly error: Difference;
}

async function report(bench: Bench, found: Found, about: string): Promise<Error> {
  const { world, path, question, error } = found;
  const differs = async (smaller: WorldPlan): Promise<Difference | undefined> => {
    try {
      await decide(bench, await bench.load(smaller), path, question);
    } catch (other) {
      if (other instanceof Difference) return other;
    }
    return undefined;
  };
  const least = await shrink(world, error, differs);
  return new Error(`${about}\n${least.error.message}\nworld ${JSON.stringify(least.world)}`);
}

/** One line a path. */
export function tell(walked: Walked): string {
  return [...walked]
    .map(([name, { found, empty, refused }]) => {
      const total = found + empty + refused;
      return `${name.padEnd(26)} ${String(total).padStart(6)} triples: ${found} found, ${empty} empty, ${refused} refused`;
    })
    .join('\n');
}
