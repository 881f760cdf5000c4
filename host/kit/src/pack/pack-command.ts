import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packPlugin } from './pack-plugin.ts';

const USAGE = `tessera pack [folder] [--out FOLDER]

Builds the plugin in the folder (this one when not given) and packs it into one file that can be uploaded, or published with npm.
`;

/** `tessera pack`. */
export async function runPackCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const folder = resolve(positionals[0] ?? '.');
  const { file, description, bytes } = await packPlugin(folder, resolve(values.out ?? folder));
  const { id, version } = description.manifest;
  process.stdout.write(
    `${relative(process.cwd(), file)}: ${id} ${version}, ${(bytes / 1024).toFixed(1)} kB.\n` +
      'Upload it under Plugins, or run: tessera plugin add <file>\n',
  );
  return 0;
}
