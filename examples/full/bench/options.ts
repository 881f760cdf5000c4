import { parseArgs } from 'node:util';
import { countsFor, type Counts } from './counts.ts';
import type { Measure } from './gate.ts';

/** What can be measured. */
export const GROUPS = ['requests', 'readers', 'start', 'import', 'scale'] as const;
export type Group = (typeof GROUPS)[number];

export interface BenchOptions {
  readonly groups: ReadonlySet<Group>;
  readonly counts: Counts;
  /** What the scale is compared with: a tenth. */
  readonly base: Counts;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Keeps the workspaces; none are kept when not given. */
  readonly folder: string | undefined;
  /** Whether ratios below their floors end the bench with 1, and which ratios. */
  readonly gate: Measure | undefined;
  readonly floors: string | undefined;
}

const CONTACTS = 500_000;

/** @throws Error for a group or a scale that there is not. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '10' },
      data: { type: 'string' },
      only: { type: 'string' },
      gate: { type: 'boolean', default: false },
      by: { type: 'string', default: 'rate' },
      floors: { type: 'string' },
    },
  });
  const contacts = contactsOf(values.scale);
  const groups = groupsOf(values.only, values.scale.endsWith('m'));
  const activities = groups.has('scale');
  return {
    groups,
    counts: countsFor(contacts, { activities }),
    base: countsFor(Math.round(contacts / 10), { activities }),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    folder: values.data,
    gate: values.gate ? (values.by === 'cpu' ? 'cpu' : 'rate') : undefined,
    floors: values.floors,
  };
}

/** `0.1` is a part of the usual 500,000, `5m` five million. */
function contactsOf(scale: string): number {
  const [, number, millions] = /^(\d*\.?\d+)(m?)$/.exec(scale) ?? [];
  if (number === undefined) throw new Error(`${scale} is no scale: say 0.1 or 5m.`);
  return Math.round(Number(number) * (millions ? 1e6 : CONTACTS));
}

/** Millions are for the comparison of scales; everything else is measured on the usual workspace. */
function groupsOf(only: string | undefined, isMillions: boolean): Set<Group> {
  if (only === undefined)
    return new Set(isMillions ? ['scale'] : GROUPS.filter((group) => group !== 'scale'));
  const names = only.split(',');
  const unknown = names.find((name) => !GROUPS.some((group) => group === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no ${unknown}: say ${GROUPS.join(', ')}, or some with commas between.`,
    );
  return new Set(GROUPS.filter((group) => names.includes(group)));
}
