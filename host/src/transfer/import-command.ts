import { randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandFault, createImportClient, follow, type ImportClient } from './import-client.ts';
import {
  createProgress,
  summaryOf,
  undoSummaryOf,
  type Output,
  type Progress,
} from './import-progress.ts';
import type { ImportView } from './import-view.ts';
import { findRecipeProblems, type Recipe, type RecipeStep } from './recipe.ts';

const USAGE = `tessera import --recipe FILE --from DIR [--url URL] [--token TOKEN]
tessera import --undo BATCH [--url URL] [--token TOKEN]

  --recipe FILE   what to import, in which order (JSON; see docs/import.md)
  --from DIR      the folder with the files that the recipe names
  --undo BATCH    take back everything that one run of a recipe did
  --url URL       where Tessera runs; TESSERA_URL or http://localhost:4000 when not given
  --token TOKEN   an API token; TESSERA_TOKEN when not given
`;
const FIRST_ERRORS = 5;

/** `tessera import …`. Answers the exit code: 0 when every row went in, 1 when some failed or nothing could be done. */
export async function runImportCommand(
  args: readonly string[],
  output: Output = process.stdout,
): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      output.write(USAGE);
      return 0;
    }
    const client = createImportClient(options.url, options.token);
    if (options.undo !== undefined) return await undo(client, options.undo, output);
    return await runRecipe(client, options.recipe, options.from, output);
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

interface Options {
  readonly help: boolean;
  readonly recipe: string;
  readonly from: string;
  readonly url: string;
  readonly token: string;
  readonly undo: string | undefined;
}

function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        recipe: text,
        from: text,
        url: text,
        token: text,
        undo: text,
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new CommandFault(`${(error as Error).message}\n\n${USAGE}`);
  }
  const { recipe = '', from = '', undo, help = false } = values;
  const url = values.url ?? process.env['TESSERA_URL'] ?? 'http://localhost:4000';
  const token = values.token ?? process.env['TESSERA_TOKEN'] ?? '';
  if (!help && undo === undefined && (recipe === '' || from === '')) {
    throw new CommandFault(`Say what to import with --recipe and --from.\n\n${USAGE}`);
  }
  if (!help && token === '')
    throw new CommandFault('Pass an API token with --token, or in TESSERA_TOKEN.');
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
    throw new CommandFault(
      `“${url}” is not a web address; --url is one such as http://localhost:4000.`,
    );
  return { help, recipe, from, url, token, undo };
}

async function runRecipe(
  client: ImportClient,
  recipePath: string,
  folder: string,
  output: Output,
): Promise<number> {
  const recipe = await readRecipe(recipePath);
  const files = await readFiles(recipe, folder);
  await applySettings(client, recipe);
  const batch = randomUUID();
  output.write(`${recipe.name}  batch ${batch}\n`);
  const uploaded = new Map<string, string>();
  for (const [file, bytes] of files) uploaded.set(file, await client.upload(basename(file), bytes));
  const progress = createProgress(output);
  const done: ImportView[] = [];
  for (const step of recipe.steps) {
    const view = await runStep(
      client,
      step,
      { ...step, file: uploaded.get(step.file) ?? '', batch },
      progress,
    );
    done.push(view);
    if (view.counts.failed > 0) await showErrors(client, view, output);
    if (view.status !== 'done') {
      const reason = view.reason ?? `The import was ${view.status}.`;
      throw new CommandFault(
        `${view.name}: ${reason}\nThe steps after it were not begun. To take back what was done: tessera import --undo ${batch}`,
      );
    }
  }
  return finish(done, batch, output);
}

async function runStep(
  client: ImportClient,
  step: RecipeStep,
  plan: Parameters<ImportClient['start']>[0],
  progress: Progress,
): Promise<ImportView> {
  const started = await client
    .start({ ...plan, name: step.name ?? step.file })
    .catch((error: unknown) => {
      if (error instanceof CommandFault)
        error.message = `${step.name ?? step.file} (${step.entity}): ${error.message}`;
      throw error;
    });
  const view = await follow(client, started.id, (now) => progress.show(now));
  progress.end(summaryOf(view));
  return view;
}

function finish(done: readonly ImportView[], batch: string, output: Output): number {
  const sum = (name: keyof ImportView['counts']): number =>
    done.reduce((total, { counts }) => total + counts[name], 0);
  const counts = {
    created: sum('created'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    failed: sum('failed'),
  };
  const rows = done.reduce((total, view) => total + view.rows, 0);
  output.write(
    `${summaryOf({ name: 'total', entity: `${done.length} import${done.length === 1 ? '' : 's'}`, rows, counts })}\n`,
  );
  if (counts.created + counts.updated + counts.failed === 0) {
    output.write('Nothing changed: everything was there already.\n');
    return 0;
  }
  if (counts.created + counts.updated > 0)
    output.write(`To take it back: tessera import --undo ${batch}\n`);
  return counts.failed > 0 ? 1 : 0;
}

async function undo(client: ImportClient, batch: string, output: Output): Promise<number> {
  const imports = await client.undo(batch);
  const progress = createProgress(output);
  let failed = 0;
  for (const { id } of imports) {
    const view = await follow(client, id, (now) => progress.show(now));
    progress.end(undoSummaryOf(view));
    if (view.status !== 'undone')
      throw new CommandFault(`${view.name}: ${view.reason ?? `it is ${view.status}.`}`);
    failed += view.undo?.failed ?? 0;
  }
  return failed > 0 ? 1 : 0;
}

/** Shows the first rows that failed, and writes all of them to a file in the folder of the caller. */
async function showErrors(client: ImportClient, view: ImportView, output: Output): Promise<void> {
  const report = await client.errors(view.id);
  const path = resolve(
    `${view.name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}-${view.id.slice(-8)}-errors.csv`,
  );
  await writeFile(path, report);
  const lines = report
    .replace('\ufeff', '')
    .split('\r\n')
    .slice(1, FIRST_ERRORS + 1);
  for (const line of lines) if (line !== '') output.write(`    line ${line}\n`);
  output.write(`    All rows that failed: ${path}\n`);
}

async function readRecipe(path: string): Promise<Recipe> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandFault(`There is no recipe ${path}.`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new CommandFault(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  const problems = findRecipeProblems(value);
  if (problems.length > 0) {
    const faults = problems.map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`);
    throw new CommandFault(`${path} is not a recipe:\n${faults.join('\n')}`);
  }
  return value as Recipe;
}

/** Every file once, before anything is sent: a recipe with a file missing does nothing. */
async function readFiles(recipe: Recipe, folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const isFolder = (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder)
    throw new CommandFault(`There is no folder ${folder}; --from is the one with the files.`);
  const files = new Map<string, Uint8Array>();
  const missing: string[] = [];
  for (const name of new Set(recipe.steps.map(({ file }) => file))) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes) files.set(name, bytes);
    else missing.push(name);
  }
  if (missing.length > 0) throw new CommandFault(`${folder} has no ${missing.join(', ')}.`);
  return files;
}

async function applySettings(client: ImportClient, { settings }: Recipe): Promise<void> {
  const wanted = settings?.currency;
  if (wanted !== undefined && (await client.currency()) !== wanted)
    await client.setCurrency(wanted);
}
