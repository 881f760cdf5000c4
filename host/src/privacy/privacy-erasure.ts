import {
  countOwned,
  createScrub,
  currentExecution,
  erasePerson,
  forgetRows,
  gatherBelongings,
  readErased,
  rememberPerson,
  scrubAudit,
  scrubRows,
  suppressAddresses,
  type ErasedRecord,
  type PersonMemory,
  type PersonReference,
} from '@tessera/core';
import { rm } from 'node:fs/promises';
import { errors } from './errors.ts';
import {
  countActs,
  forgetImportFiles,
  forgetImportRows,
  forgetMails,
  forgetRuns,
  forgetSignIn,
} from './forget-host-rows.ts';
import { deleteFiles, filesOfPerson } from './person-files.ts';
import { exportFile } from './privacy-export.ts';
import { runAs } from './privacy-lease.ts';
import type { PrivacyParts } from './privacy-parts.ts';
import {
  changeRequest,
  findRequest,
  type Counted,
  type PrivacyRequest,
} from './privacy-requests.ts';

const ROWS = 500;
const USER = 'tessera.user';

/**
 * Does an erasure: remembers what the person is known by and holds the addresses back, empties the records, then looks for what is kept
 * about them everywhere else, and forgets the person last. Every step can be done again: one that was killed goes on from its beginning.
 */
export async function performErasure(parts: PrivacyParts, request: PrivacyRequest): Promise<void> {
  const since = new Date();
  const memory = request.memory ?? (await remember(parts, request));
  // With each run: one that was killed may have remembered the person and not yet held the addresses back.
  await runAs(parts, request, () =>
    suppressAddresses(currentExecution(), memory.addresses, request.id),
  );
  for (const person of request.people)
    await runAs(parts, request, () =>
      erasePerson(currentExecution(), { request: request.id, person }),
    );
  const files = (await findRequest(parts.kernel.database, request.id))?.files ?? [];
  const { ids, kept } = await forgetRest(parts, request, memory, files, since);
  await runAs(parts, request, () => scrubRows(currentExecution(), memory, ids));
  await runAs(parts, request, () => scrubAudit(currentExecution(), memory, request.id));
  await forgetPerson(parts, request, memory, kept);
}

/** What is known of the person is stored before the first record loses it. */
async function remember(parts: PrivacyParts, request: PrivacyRequest): Promise<PersonMemory> {
  return runAs(parts, request, async () => {
    const execution = currentExecution();
    const known: PersonMemory[] = [];
    const files = new Set<string>();
    for (const person of request.people) {
      await refuseOwner(person);
      known.push(await rememberPerson(execution, person));
      for (const file of await filesOfPerson(execution, person)) files.add(file);
    }
    const memory: PersonMemory = {
      addresses: known.flatMap(({ addresses }) => addresses),
      written: known.flatMap(({ written }) => written),
      texts: known
        .flatMap(({ texts }) => texts)
        .toSorted((one, other) => other.length - one.length),
    };
    await changeRequest(parts.kernel.database, request.id, { memory, files: [...files] });
    return memory;
  });
}

/** Records without an owner are nobody's work: they go to somebody first. @throws TesseraError `HOST_PERSON_OWNS` */
export async function refuseOwner({ entity, id }: PersonReference): Promise<void> {
  if (entity !== USER) return;
  const owned = await countOwned(currentExecution(), id, 'live');
  if (owned.length === 0) return;
  const count = owned.reduce((sum, one) => sum + one.count, 0);
  throw errors.personOwns({ id, count, entities: owned.map((one) => one.entity).join(', ') });
}

interface Forgotten {
  /** Ids of the records that were erased. */
  readonly ids: readonly string[];
  /** What had to stay. */
  readonly kept: readonly Counted[];
}

async function forgetRest(
  parts: PrivacyParts,
  request: PrivacyRequest,
  memory: PersonMemory,
  files: readonly string[],
  since: Date,
): Promise<Forgotten> {
  const { store, maildrop, kernel } = parts;
  const sql = kernel.database;
  const ids: string[] = [];
  // A run that was killed has told what it did until then.
  const sums = new Map(request.others.map(({ entity, count }) => [entity, count]));
  const add = async (what: string, count: number): Promise<void> => {
    if (count === 0) return;
    sums.set(what, (sums.get(what) ?? 0) + count);
    const others = [...sums].map(([entity, sum]) => ({ entity, count: sum }));
    await changeRequest(sql, request.id, { others });
  };
  let keptFiles = 0;
  for await (const page of erasedPages(parts, request.id)) {
    await runAs(parts, request, () => forgetRows(currentExecution(), request.id, page));
    await forgetRuns(sql, page);
    const imported = await forgetImportFiles(sql, store, page, memory, since);
    await add('tessera.import', imported.erased);
    keptFiles += imported.kept;
    ids.push(...page.filter(({ deal }) => deal === 'erase').map(({ id }) => id));
    const users = page.filter(({ entity, deal }) => entity === USER && deal === 'erase');
    if (users.length > 0)
      await forgetSignIn(
        sql,
        users.map(({ id }) => id),
      );
  }
  await forgetImportRows(sql, memory);
  const gone = await runAs(parts, request, () =>
    deleteFiles(currentExecution(), store, files, since),
  );
  await add('tessera.file', gone);
  await add('tessera.mail', await forgetMails(maildrop, memory));
  return {
    ids,
    kept:
      keptFiles > 0 ? [{ entity: 'tessera.import', count: keptFiles, why: 'importRunning' }] : [],
  };
}

async function* erasedPages(
  { kernel }: PrivacyParts,
  request: string,
): AsyncGenerator<readonly ErasedRecord[]> {
  let last: ErasedRecord | undefined;
  do {
    const page = await readErased(kernel.database, request, last, ROWS);
    if (page.length > 0) yield page;
    last = page.length === ROWS ? page.at(-1) : undefined;
  } while (last);
}

/** The last step: what is left of the request names nobody. */
async function forgetPerson(
  parts: PrivacyParts,
  request: PrivacyRequest,
  memory: PersonMemory,
  keptFiles: readonly Counted[],
): Promise<void> {
  const { kernel } = parts;
  const kept = await runAs(parts, request, () => countKept(request));
  const scrub = createScrub(memory.texts);
  const earlier = await kernel.database.query<{ id: string }>(
    `select r.id from tessera.privacy_request r, json_array_elements($1::json) p
     where r.kind = 'export' and r.people @> jsonb_build_array(p::jsonb)`,
    [JSON.stringify(request.people)],
  );
  for (const { id } of earlier) await rm(exportFile(parts.exports, id), { force: true });
  await kernel.database.transaction(async (sql) => {
    for (const { id } of earlier)
      await changeRequest(sql, id, { title: null, reason: null, size: null });
    await changeRequest(sql, request.id, {
      status: 'done',
      endedAt: kernel.assembly.clock.now().toISOString(),
      title: null,
      memory: null,
      files: null,
      fault: null,
      reason: request.reason === null ? null : String(scrub(request.reason)),
      kept: [...kept, ...keptFiles],
    });
  });
}

async function countKept({ people }: PrivacyRequest): Promise<readonly Counted[]> {
  const execution = currentExecution();
  const kept: Counted[] = [];
  for (const person of people) {
    for (const { model, deal, count, why } of await gatherBelongings(execution, person))
      if (deal === 'keep' && why) kept.push({ entity: model.id, count, why });
  }
  const users = people.filter(({ entity }) => entity === USER).map(({ id }) => id);
  const acts = users.length > 0 ? await countActs(execution.assembly.database, users) : 0;
  if (acts > 0) kept.push({ entity: 'tessera.audit', count: acts, why: 'accountability' });
  return kept;
}
