import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describePlugin } from '@tessera/core';
import type { Check, Finding } from './check.ts';
import type { CheckWorld } from './world.ts';

const LOCALES = ['en', 'zh-CN'] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Whoever reads Chinese reads all of it in Chinese. */
export const texts: Check = {
  name: 'texts',
  title: 'Both locales have the same texts, every label has both languages, every text used exists',
  async run(world) {
    return [...localeFindings(world), ...labelFindings(world), ...(await usedFindings(world))];
  },
};

function localeFindings({ subject }: CheckWorld): readonly Finding[] {
  const locales = subject.plugin.locales ?? {};
  const keys = keysOf(locales);
  return LOCALES.flatMap((locale) => {
    const own = locales[locale] ?? {};
    const known = new Set(Object.keys(own).map(withoutPlural));
    const missing = [...keys].filter((key) => !known.has(key));
    const empty = Object.keys(own).filter((key) => own[key]?.trim() === '');
    const other = locales[locale === 'en' ? 'zh-CN' : 'en'] ?? {};
    const filled = Object.keys(own).filter(
      (key) => other[key] !== undefined && blanks(own[key]) !== blanks(other[key]),
    );
    return [
      ...missing.map((key) => ({
        message: `The locale ${locale} has no text “${key}”, which another locale has.`,
        remedy: `Write “${key}” into src/locales/${locale}.json.`,
      })),
      ...empty.map((key) => ({
        message: `The text “${key}” of ${locale} is empty.`,
        remedy: `Write it in src/locales/${locale}.json, or take the key out of all locales.`,
      })),
      ...(locale === 'en' ? filled : []).map((key) => ({
        message: `The text “${key}” is filled with ${blanks(own[key]) || 'nothing'} in en and with ${blanks(other[key]) || 'nothing'} in zh-CN.`,
        remedy: 'Use the same {names} in both languages.',
      })),
    ];
  });
}

function keysOf(locales: Readonly<Record<string, Readonly<Record<string, string>>>>): Set<string> {
  return new Set(Object.values(locales).flatMap((own) => Object.keys(own).map(withoutPlural)));
}

function withoutPlural(key: string): string {
  return key.replace(PLURAL, '');
}

function blanks(text = ''): string {
  return [...new Set(text.match(/\{+\s*\w+/g)?.map((one) => one.replaceAll(/\W/g, '')))]
    .toSorted()
    .join(', ');
}

/** Labels stand in the description of the plugin wherever it is read by people. */
function labelFindings({ subject }: CheckWorld): readonly Finding[] {
  const { manifest, plugin } = subject;
  const description = describePlugin(manifest, plugin);
  const found: string[] = [];
  look({ ...description, routes: [], locales: [] }, manifest.id, found);
  return found.map((place) => ({
    message: `${place} does not have a text in both en and zh-CN.`,
    remedy: "Give both: .label({ en: '…', 'zh-CN': '…' }).",
  }));
}

/** Whatever is named label, plural or help is read; a field and an entity always have a label. */
function look(value: unknown, place: string, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const here = `${place} › ${Array.isArray(value) ? (nameOf(inner) ?? name) : name}`;
    if (['label', 'plural', 'help', 'description'].includes(name) && isText(inner)) {
      if (LOCALES.some((locale) => !inner[locale]?.trim())) found.push(here);
    } else if (name === 'fields' || place.endsWith('› extends')) {
      fieldsWithoutLabel(inner, here, found);
      look(inner, here, found);
    } else if (name !== 'config') look(inner, here, found);
  }
}

function fieldsWithoutLabel(fields: unknown, place: string, found: string[]): void {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return;
  for (const [name, field] of Object.entries(fields))
    if (isObject(field) && 'type' in field && !('label' in field)) found.push(`${place} › ${name}`);
}

function isText(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const name = value['id'] ?? value['name'] ?? value['key'];
  return typeof name === 'string' ? name : undefined;
}

/** Texts are named `<plugin>:<key>` in the UI. A name that is put together at run time counts by its beginning. */
async function usedFindings(world: CheckWorld): Promise<readonly Finding[]> {
  const { manifest, plugin } = world.subject;
  const known = [...keysOf(plugin.locales ?? {})];
  const used = new RegExp(`(['"\`])${manifest.id}:([\\w.-]+)(\\$\\{)?`, 'g');
  const findings = new Map<string, Finding>();
  for (const file of await uiSources(world)) {
    for (const [, , key = '', more] of (await readFile(file, 'utf8')).matchAll(used)) {
      const isKnown = more
        ? known.some((one) => one.startsWith(key))
        : known.includes(withoutPlural(key));
      if (isKnown) continue;
      findings.set(key, {
        message: `The UI uses the text “${manifest.id}:${key}”, which no locale has (${file.slice(world.folder?.length)}).`,
        remedy: `Write “${key}” into src/locales/en.json and src/locales/zh-CN.json, or mend the name.`,
      });
    }
  }
  return [...findings.values()];
}

async function uiSources({ folder }: CheckWorld): Promise<readonly string[]> {
  if (!folder) return [];
  const ui = join(folder, 'src/ui');
  const names = await readdir(ui, { recursive: true }).catch(() => []);
  return names
    .filter((name) => /\.[jt]s$/.test(name) && !/\.test\.[jt]s$/.test(name))
    .map((name) => join(ui, name));
}
