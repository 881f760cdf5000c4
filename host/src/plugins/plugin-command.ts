import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { CommandFault } from '../transfer/import-client.ts';
import type { Output } from '../transfer/import-progress.ts';
import {
  createPluginClient,
  type ListedPlugin,
  type PluginClient,
  type UploadedPackage,
} from './plugin-client.ts';
import { consentText } from './plugin-consent.ts';
import { fetchFromNpm } from './plugin-download.ts';

const USAGE = `tessera plugin list                     plugins, and how they are
tessera plugin add FILE|NAME[@VERSION]  install or upgrade from a .tgz file or from npm; [--yes] agrees beforehand
tessera plugin enable ID [--cascade]    switch it on, with --cascade also what it needs
tessera plugin disable ID [--cascade]   switch it off, with --cascade also what needs it
tessera plugin remove ID                take its code away; its data stays
tessera plugin purge ID --confirm ID    delete its data, after an export
tessera plugin history ID               what happened to it

  --url URL       where Tessera runs; TESSERA_URL or http://localhost:4000 when not given
  --token TOKEN   an API token of somebody who may manage plugins; TESSERA_TOKEN when not given
`;

/** What one command is given. */
interface Call {
  readonly client: PluginClient;
  /** A plugin's id, or what is to be added. */
  readonly target: string;
  readonly output: Output;
  readonly cascade: boolean;
  readonly yes: boolean;
  readonly confirm: string | undefined;
}

const VERBS: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  list,
  add,
  enable: (call) => change(call, 'enable', { cascade: call.cascade }),
  disable: (call) => change(call, 'disable', { cascade: call.cascade }),
  remove: (call) => change(call, 'remove', {}),
  purge,
  history,
};

/** `tessera plugin …`. Answers the exit code: 0 when it was done, 1 when not. */
export async function runPluginCommand(
  args: readonly string[],
  output: Output = process.stdout,
): Promise<number> {
  try {
    const { verb, isHelp, call } = readCall(args, output);
    if (isHelp) output.write(USAGE);
    else await verb(call());
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function readCall(
  args: readonly string[],
  output: Output,
): { verb: (call: Call) => Promise<void>; isHelp: boolean; call: () => Call } {
  const { values, positionals } = parse(args);
  const [name = '', target = '', ...more] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  const isHelp = values.help ?? positionals.length === 0;
  if (!verb && !isHelp) throw new CommandFault(`There is no “plugin ${name}”.\n\n${USAGE}`);
  if (!isHelp && (more.length > 0 || (target === '') !== (name === 'list')))
    throw new CommandFault(
      `Say ${name === 'list' ? 'nothing more after list' : `one ${name === 'add' ? 'package' : 'plugin'} after ${name}`}.\n\n${USAGE}`,
    );
  const call = (): Call => {
    const url = values.url ?? process.env['TESSERA_URL'] ?? 'http://localhost:4000';
    const token = values.token ?? process.env['TESSERA_TOKEN'] ?? '';
    if (token === '')
      throw new CommandFault('Pass an API token with --token, or in TESSERA_TOKEN.');
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
      throw new CommandFault(
        `“${url}” is not a web address; --url is one such as http://localhost:4000.`,
      );
    const { cascade = false, yes = false, confirm } = values;
    return { client: createPluginClient(url, token), target, output, cascade, yes, confirm };
  };
  return { verb: verb ?? list, isHelp, call };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: text,
        token: text,
        confirm: text,
        cascade: flag,
        yes: { type: 'boolean', short: 'y' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandFault(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function list({ client, output }: Call): Promise<void> {
  for (const plugin of await client<readonly ListedPlugin[]>('GET', '')) {
    const { id, version, running, state, origin = '', error } = plugin;
    const versions = running && running !== version ? `${running} (${version})` : (version ?? '–');
    const line = [id.padEnd(24), versions.padEnd(16), state.padEnd(12), origin.padEnd(12)].join('');
    output.write(`${line.trimEnd()}${error ? `\n    ${error}` : ''}\n`);
  }
}

async function add({ client, target, output, yes }: Call): Promise<void> {
  const isFile = (await stat(target).catch(() => undefined))?.isFile() ?? false;
  if (!isFile && /\.(tgz|tar\.gz)$|^[./]/.test(target))
    throw new CommandFault(`There is no file ${target}.`);
  const bytes = isFile ? await readFile(target) : await fetchFromNpm(target);
  const uploaded = await client<UploadedPackage>('POST', '/packages', bytes);
  output.write(consentText(uploaded));
  if (uploaded.faults.length > 0)
    throw new CommandFault(`It cannot be installed:\n  ${uploaded.faults.join('\n  ')}`);
  if (!yes && !(await isAgreed(output))) {
    throw new CommandFault(
      'Nothing was installed. The package is kept; add it again to install it.',
    );
  }
  const path = `/packages/${uploaded.digest}/install`;
  const installed = await client<ListedPlugin>('POST', path, { consent: true });
  output.write(`${installed.id} ${installed.version} is installed and ${installed.state}.\n`);
  if (installed.state === 'disabled')
    output.write(`To switch it on: tessera plugin enable ${installed.id}\n`);
}

async function isAgreed(output: Output): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CommandFault('Nobody is there to agree. Read the above, then add it with --yes.');
  output.write('\n');
  const dialog = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^\s*y(es)?\s*$/i.test(await dialog.question('Install it? [y/N] '));
  } finally {
    dialog.close();
  }
}

async function change(
  { client, target, output }: Call,
  verb: 'enable' | 'disable' | 'remove',
  body: object,
): Promise<void> {
  const { id, state } = await client<ListedPlugin>('POST', `${pathOf(target)}/${verb}`, body);
  output.write(`${id} is ${state}.\n`);
}

async function purge({ client, target, output, confirm }: Call): Promise<void> {
  const plan = await client<{ rows: readonly { entity: string; count: number }[] }>(
    'GET',
    `${pathOf(target)}/purge`,
  );
  for (const { entity, count } of plan.rows)
    output.write(`${String(count).padStart(10)}  ${entity}\n`);
  if (confirm !== target)
    throw new CommandFault(
      `Nothing was deleted. To delete all of this for ever: tessera plugin purge ${target} --confirm ${target}`,
    );
  const done = await client<{ export: string }>('POST', `${pathOf(target)}/purge`, { confirm });
  output.write(`The data of ${target} is gone. What it was: ${done.export}\n`);
}

async function history({ client, target, output }: Call): Promise<void> {
  const steps = await client<
    readonly {
      at: string;
      step: string;
      version: string;
      milliseconds: number;
      error?: string | null;
      by?: { name: string } | null;
    }[]
  >('GET', `${pathOf(target)}/history`);
  for (const { at, step, version, milliseconds, error, by } of steps) {
    const line = `${at}  ${step.padEnd(12)} ${version.padEnd(10)} ${milliseconds} ms  ${by?.name ?? ''}`;
    output.write(`${line.trimEnd()}${error ? `\n    ${error}` : ''}\n`);
  }
}

function pathOf(id: string): string {
  return `/${encodeURIComponent(id)}`;
}
