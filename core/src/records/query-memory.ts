import type { Principal } from '../permissions/policy.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Execution } from '../plugin/execution.ts';
import { orKept } from './or-kept.ts';

/** What was worked out for questions of principals; who asks the same again, finds it. */
interface Memory {
  /** By principal and question; the one used longest ago goes first. */
  readonly kept: Map<string, unknown>;
  /** A number for each principal: another policy or another token is another principal. */
  readonly principals: WeakMap<Principal, number>;
  count: number;
}

/** Questions that are kept at most, and how long one may be. */
const MAXIMUM_KEPT = 1000;
const MAXIMUM_LENGTH = 2000;
/** What stands for a moment in a filter: the statement of today is not that of tomorrow. */
const moving = /\$today|\$now|"within"/;

// What follows from an assembly; it goes when the assembly goes.
const memories = new WeakMap<Assembly, Memory>();
// What follows from grants; it goes when they go.
const movingGrants = new WeakMap<object, boolean>();

/**
 * What `make` makes for the question, made once for each principal of an assembly. The question holds everything that it depends on
 * besides these two; nothing is kept of what depends on the time.
 */
export function keepFor<T>(execution: Execution, question: string, make: () => T): T {
  const { assembly, principal } = execution;
  if (question.length > MAXIMUM_LENGTH || moving.test(question) || isMoving(execution))
    return make();
  const memory = memoryOf(assembly);
  const who = principal.unlimited ? systemFor(principal) : numberOf(memory, principal);
  const key = `${who} ${question}`;
  const found = memory.kept.get(key) as T | undefined;
  if (found !== undefined) memory.kept.delete(key);
  const made = found ?? make();
  memory.kept.set(key, made);
  if (memory.kept.size > MAXIMUM_KEPT)
    memory.kept.delete(memory.kept.keys().next().value as string);
  return made;
}

function memoryOf(assembly: Assembly): Memory {
  return orKept(memories, assembly, () => ({
    kept: new Map(),
    principals: new WeakMap(),
    count: 0,
  }));
}

/** Nothing limits the system, whoever makes it act; a filter may still name him and his teams. */
function systemFor({ userId, teamIds }: Principal): string {
  return `system ${[userId, ...teamIds].join(' ')}`;
}

function numberOf(memory: Memory, principal: Principal): number {
  return orKept(memory.principals, principal, () => (memory.count += 1));
}

/** Whether what the principal reaches depends on the time. */
function isMoving({ assembly, principal }: Execution): boolean {
  return (
    grantsMove(principal.roles, principal.roles) ||
    grantsMove(assembly.grants, [...assembly.grants])
  );
}

function grantsMove(grants: object, told: unknown): boolean {
  return orKept(movingGrants, grants, () => moving.test(JSON.stringify(told)));
}
