import { basename, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { ask, type GivenAnswers } from './ask.ts';
import { idFault, labelFault, labelOf, type PluginAnswers } from './plugin-answers.ts';
import { writePlugin } from './write-plugin.ts';

const USAGE = `tessera create [folder]

Writes a new plugin that works into the folder (one named as its id when not given). Asks three questions, or takes the answers:

  --id ID               for example acme-visits
  --label TEXT          what people call it, in English
  --label-zh TEXT       the same in Chinese
  --customer            it builds on customers; --no-customer: it stands alone
  --yes                 ask nothing
`;

/** `tessera create`. */
export async function runCreateCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      id: { type: 'string' },
      label: { type: 'string' },
      'label-zh': { type: 'string' },
      customer: { type: 'boolean' },
      yes: { type: 'boolean', short: 'y' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { id, label, 'label-zh': labelZh, customer } = values;
  const given = { id, label, labelZh, customer };
  refuseFaulty(given);
  const suggested = suggestId(positionals[0]);
  const answers =
    values.yes || !process.stdin.isTTY
      ? withDefaults(given, suggested)
      : await askOnTerminal(given, suggested ?? 'my-first');
  const folder = resolve(positionals[0] ?? answers.id);
  await writePlugin(folder, answers);
  process.stdout.write(nextSteps(relative(process.cwd(), folder) || '.', answers));
  return 0;
}

function refuseFaulty({ id, label, labelZh }: GivenAnswers): void {
  const fault =
    (id === undefined ? undefined : idFault(id)) ??
    [label, labelZh]
      .map((text) => (text === undefined ? undefined : labelFault(text)))
      .find(Boolean);
  if (fault) throw new Error(fault);
}

/** The name of the folder, when a plugin may be called so. */
function suggestId(folder: string | undefined): string | undefined {
  const name = folder === undefined ? '' : basename(resolve(folder));
  return idFault(name) ? undefined : name;
}

function withDefaults(
  { id, label, labelZh, customer }: GivenAnswers,
  suggested: string | undefined,
): PluginAnswers {
  const chosen = id ?? suggested;
  if (!chosen)
    throw new Error('Which id shall the plugin have? Say it: tessera create --id acme-visits');
  const en = label ?? labelOf(chosen);
  return { id: chosen, label: { en, 'zh-CN': labelZh ?? en }, customer: customer ?? true };
}

async function askOnTerminal(given: GivenAnswers, suggested: string): Promise<PluginAnswers> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await ask(terminal, given, suggested);
  } finally {
    terminal.close();
  }
}

function nextSteps(folder: string, { id, label }: PluginAnswers): string {
  return `
“${label.en}” (${id}) is in ${folder}. Next:

  cd ${folder}
  npm install         unless the packages of Tessera are installed above it
  npm test
  npx tessera dev     serves it, and swaps in what you change

README.md says what is where.
`;
}
