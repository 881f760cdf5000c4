import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { SHARED_SPECIFIERS } from './shared-specifiers.ts';

/** What stays of a library when it is bundled and made small: the texts that it registers itself with. */
const COPIES: readonly (readonly [name: string, mark: RegExp])[] = [
  ['lit', /\b(?:litElementVersions|reactiveElementVersions|litHtmlVersions)\b/],
  ['@tessera/sdk', /\bname\s*=\s*["'`]TesseraError["'`]/],
  ['@tessera/sdk/ui', /\bcustomElements\.define\(\s*["'`]ts-|\(\s*["'`]ts-[a-z-]+["'`]\s*\)\s*\]/],
];

/** What is wrong with the code of a package, as sentences; none of it is run. */
export async function codeFaults(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly string[]> {
  await init;
  const faults: string[] = [];
  for (const [name, content] of files) {
    const isServer = name === 'server.js';
    if (!isServer && !/^ui\/.*\.m?js$/.test(name)) continue;
    const source = Buffer.from(content).toString('utf8');
    faults.push(...copiesIn(name, source), ...importFaults(name, source, files, isServer));
  }
  return faults;
}

function copiesIn(name: string, source: string): readonly string[] {
  return COPIES.filter(([, mark]) => mark.test(source)).map(
    ([library]) =>
      `${name} holds a copy of ${library}, and there may be one in a page or a process only: leave it outside, as tessera pack does.`,
  );
}

function importFaults(
  name: string,
  source: string,
  files: ReadonlyMap<string, Uint8Array>,
  isServer: boolean,
): readonly string[] {
  let specifiers;
  try {
    // A specifier that is computed is looked at when it is imported.
    specifiers = parse(source)[0].flatMap(({ n: specifier }) => specifier ?? []);
  } catch {
    return [`${name} is not a JavaScript module.`];
  }
  const isFine = (specifier: string): boolean => {
    if (isServer) return specifier === '@tessera/sdk' || isBuiltin(specifier);
    const isOwn = /^\.{1,2}\//.test(specifier);
    return isOwn
      ? files.has(posix.join(posix.dirname(name), specifier))
      : SHARED_SPECIFIERS.includes(specifier);
  };
  const outside = isServer ? '@tessera/sdk and what Node brings' : SHARED_SPECIFIERS.join(', ');
  return [...new Set(specifiers)]
    .filter((specifier) => !isFine(specifier))
    .map(
      (specifier) =>
        `${name} imports “${specifier.slice(0, 100)}”: bundle it with tessera pack. From outside may come ${outside}.`,
    );
}
