import type { FieldType } from './field.ts';
import type { Finding } from './finding.ts';
import type { EntityId } from './entity.ts';
import type { FieldModel } from './model.ts';
import type { Draft, Drafts } from './relations.ts';

const DATES: readonly FieldType[] = ['date', 'datetime'];
/** The fields that an option of a board names, and what types they may have; absent when any will do. */
const FIELD_OPTIONS = {
  by: ['state', 'choice', 'ref'],
  weight: ['percent'],
  due: DATES,
  enteredAt: DATES,
} satisfies Record<string, readonly FieldType[]>;
const LIST_OPTIONS = {
  card: undefined,
  sums: ['money', 'decimal', 'rollup'],
} satisfies Record<string, readonly FieldType[] | undefined>;
const KNOWN = [
  ...Object.keys(FIELD_OPTIONS),
  ...Object.keys(LIST_OPTIONS),
  'staleAfterDays',
  'closed',
];

/** What is wrong with the board of an entity, once every entity is known. */
export function boardFindings(draft: Draft, drafts: Drafts): Finding[] {
  // A plugin need not be written in TypeScript.
  const board: unknown = draft.options.board;
  if (board === undefined) return [];
  const reasons =
    typeof board === 'object' && board !== null && !Array.isArray(board)
      ? reasonsOf(draft, drafts, { ...board })
      : [`${draft.id}: board is not an object`];
  return reasons.map((reason) => ({ plugin: draft.plugin, reason }));
}

function reasonsOf(
  draft: Draft,
  drafts: Drafts,
  board: Readonly<Record<string, unknown>>,
): string[] {
  const at = `${draft.id}: board`;
  return [
    ...Object.keys(board)
      .filter((name) => !KNOWN.includes(name))
      .map((name) => `${at} has no option “${name}”`),
    ...Object.entries(FIELD_OPTIONS).flatMap(([name, types]) =>
      board[name] === undefined ? [] : fieldReasons(draft, `${at}.${name}`, board[name], types),
    ),
    ...Object.entries(LIST_OPTIONS).flatMap(([name, types]) =>
      listReasons(`${at}.${name}`, board[name], (value) =>
        fieldReasons(draft, `${at}.${name}`, value, types),
      ),
    ),
    ...machineReasons(draft, drafts, `${at}.by`, board['by']),
    ...staleReasons(`${at}.staleAfterDays`, board['staleAfterDays']),
    ...closedReasons(draft, `${at}.closed`, board),
  ];
}

function fieldReasons(
  { fields }: Draft,
  at: string,
  name: unknown,
  types: readonly FieldType[] | undefined,
): string[] {
  if (typeof name !== 'string') return [`${at} is not the name of a field`];
  const field = fields.get(name);
  if (!field) return [`${at} names “${name}”, which is not a field`];
  if (!types || types.includes(field.type)) return [];
  return [`${at} names “${name}”, which is of type ${field.type}, not ${anyOf(types)}`];
}

function listReasons(
  at: string,
  value: unknown,
  reasons: (value: unknown) => readonly string[],
): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.flatMap(reasons) : [`${at} is not a list`];
}

/** The columns of a board by a reference are states: those of other records would be without end. */
function machineReasons(draft: Draft, drafts: Drafts, at: string, name: unknown): string[] {
  const field = fieldNamed(draft, name);
  const target = field?.type === 'ref' && drafts.get(field.target as EntityId);
  if (!target || target.options.states) return [];
  return [`${at} names “${field.name}”, which points to ${target.id}, whose rows are not states`];
}

function staleReasons(at: string, value: unknown): string[] {
  if (value === undefined) return [];
  const isFine = typeof value === 'number' && Number.isFinite(value) && value > 0;
  return isFine ? [] : [`${at} is not a number above 0`];
}

/** Kinds of states are made in the workspace; choices are known here. */
function closedReasons(
  draft: Draft,
  at: string,
  board: Readonly<Record<string, unknown>>,
): string[] {
  const field = fieldNamed(draft, board['by']);
  const keys = field?.type === 'choice' ? field.options?.map(({ key }) => key) : undefined;
  return listReasons(at, board['closed'], (value) => {
    if (typeof value !== 'string') return [`${at} holds something that is not a key`];
    if (!keys || keys.includes(value)) return [];
    return [`${at} names “${value}”, which cannot be chosen in “${field?.name}”`];
  });
}

function fieldNamed({ fields }: Draft, name: unknown): FieldModel | undefined {
  return typeof name === 'string' ? fields.get(name) : undefined;
}

function anyOf(types: readonly FieldType[]): string {
  return types.length > 1 ? `one of ${types.join(', ')}` : (types[0] ?? '');
}
