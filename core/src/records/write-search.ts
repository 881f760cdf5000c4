import { isDeepStrictEqual } from 'node:util';
import { rowsOfLines, type LineColumn } from './row-lines.ts';
import { searchRowOf } from './search-grams.ts';
import { quoteText, type Parameters } from './sql-parameters.ts';
import type { Draft, Write } from './write-draft.ts';

/** The parts of a statement that keep the search rows of what is in its part `written`. */
export function searchParts(
  write: Write,
  drafts: readonly Draft[],
  parameters: Parameters,
): string[] {
  const { model, action } = write;
  if (![...model.fields.values()].some((field) => field.searchable)) return [];
  const ids: string[] = [];
  const contents: string[] = [];
  const grams: string[] = [];
  const gone: string[] = [];
  for (const draft of drafts) {
    if (!isSearchedAnew(write, draft)) continue;
    const { id, before, after } = draft;
    const row =
      after && action !== 'delete' ? searchRowOf(model, (name) => after.read(name)) : undefined;
    if (row) {
      ids.push(id);
      contents.push(JSON.stringify(row.content));
      grams.push(row.grams.join(' '));
    } else if (before) gone.push(id);
  }
  const parts: string[] = [];
  const kept = [
    { name: 'record_id', type: 'uuid', lines: ids },
    { name: 'content', type: 'jsonb', lines: contents },
    { name: 'grams', type: 'text', lines: grams },
  ];
  if (ids.length > 0 || action === 'create') parts.push(keptPart(write, kept, parameters));
  if (gone.length > 0) parts.push(gonePart(write, gone, parameters));
  return parts;
}

function keptPart({ model }: Write, rows: readonly LineColumn[], parameters: Parameters): string {
  return (
    'search_rows as (insert into tessera.search (entity, record_id, content, grams)' +
    ` select ${quoteText(model.id)}, r.record_id, r.content, string_to_array(r.grams, ' ')` +
    ` from ${rowsOfLines(rows, parameters)}` +
    ' where r.record_id in (select id from written)' +
    ' on conflict (entity, record_id) do update set content = excluded.content, grams = excluded.grams)'
  );
}

function gonePart({ model }: Write, ids: readonly string[], parameters: Parameters): string {
  return (
    `search_gone as (delete from tessera.search s where s.entity = ${quoteText(model.id)}` +
    ` and s.record_id = any(${parameters.bind(ids, 'uuid[]')}) and s.record_id in (select id from written))`
  );
}

/** Whether the words of a record, or the classes that they were written in, may be others than before. */
function isSearchedAnew({ model, action }: Write, { before, after, changed }: Draft): boolean {
  if (!before || !after || action !== 'update') return true;
  return [...model.fields.values()].some(
    ({ name, searchable }) =>
      searchable && (changed.includes(name) || !isSame(before.read(name), after.read(name))),
  );
}

/** Most are plain texts, which need no look into them. */
function isSame(before: unknown, after: unknown): boolean {
  return before === after || isDeepStrictEqual(before, after);
}
