import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { init, parse } from 'es-module-lexer';

/**
 * Says how much a browser loads before the first page stands, and what each page adds when it is opened, compressed by gzip.
 * Ends with 1 when the entry bundle is over its budget.
 */
const BUDGET = 90 * 1024;
const built = join(import.meta.dirname, '../dist/ui');

interface Bundle {
  readonly name: string;
  /** Bytes after gzip. */
  readonly size: number;
  readonly files: number;
}

await init;
const page = await readFile(join(built, 'index.html'), 'utf8');
const { imports } = JSON.parse(/<script type="importmap">(.*?)<\/script>/s.exec(page)![1]!) as {
  imports: Readonly<Record<string, string>>;
};
const script = /<script type="module" src="([^"]+)"/.exec(page)![1]!;
const styles = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(
  (match) => match[1]!,
);
const sources = new Map<string, Promise<string>>();

const entryFiles = await reachable([script], new Set());
const entry = await weigh('entry', [...styles, ...entryFiles]);
const pages: Bundle[] = [];
for (const file of await dynamicImports(entryFiles))
  pages.push(await weigh(nameOf(file), await reachable([file], new Set(entryFiles))));
report(
  entry,
  pages.toSorted((one, two) => two.size - one.size),
);

/** The files that these load before they run, themselves included; what is known already is left out. */
async function reachable(files: readonly string[], known: Set<string>): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    if (known.has(file)) continue;
    known.add(file);
    found.push(file);
    found.push(...(await reachable(await importsOf(file, false), known)));
  }
  return found;
}

async function dynamicImports(files: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const file of files) for (const name of await importsOf(file, true)) found.add(name);
  return [...found].filter((file) => !files.includes(file));
}

/** What a module imports by itself, or what it may import later. */
async function importsOf(file: string, isLater: boolean): Promise<string[]> {
  if (!file.endsWith('.js')) return [];
  const [found] = parse(await read(file));
  return found.flatMap(({ n: name, d: place }) => {
    if (name === undefined || place === -2 || isLater !== place >= 0) return [];
    return name.startsWith('.') ? [posix.join(dirname(file), name)] : (imports[name] ?? []);
  });
}

function read(file: string): Promise<string> {
  const reading = sources.get(file) ?? readFile(join(built, file), 'utf8');
  sources.set(file, reading);
  return reading;
}

async function weigh(name: string, files: readonly string[]): Promise<Bundle> {
  const contents = await Promise.all(files.map(read));
  const size = contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
  return { name, size, files: files.length };
}

function report(first: Bundle, others: readonly Bundle[]): void {
  const line = ({ name, size, files }: Bundle): string =>
    `${name.padEnd(26)}${(size / 1024).toFixed(1).padStart(8)} kB${String(files).padStart(5)} files`;
  console.log(line(first));
  for (const other of others) console.log(line({ ...other, name: `  + ${other.name}` }));
  const isOver = first.size > BUDGET;
  console.log(
    `The entry bundle is ${(first.size / 1024).toFixed(1)} kB of ${BUDGET / 1024} kB after gzip${isOver ? ': too much' : ''}.`,
  );
  if (isOver) process.exitCode = 1;
}

function nameOf(file: string): string {
  return posix.basename(file).replace(/-[\w-]{8}\.js$/, '');
}
