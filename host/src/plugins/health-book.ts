import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { Assembly, Clock, PluginSpan } from '@tessera/core';
import { causeText } from './cause-text.ts';

/** What failed: a call into the plugin, or something that it started and nobody waited for (`stray`), or asked for and may not (`refused`). */
export type FaultKind = PluginSpan['kind'] | 'stray' | 'refused';

/** One error of a plugin, with how often it came. */
export interface PluginFault {
  readonly kind: FaultKind;
  readonly name: string;
  readonly error: string;
  /** ISO 8601; the first time and the last. */
  readonly firstAt: string;
  readonly at: string;
  readonly count: number;
}

/** Calls of one tap, handler, route, job, service or resource. */
export interface CallFacts {
  readonly kind: PluginSpan['kind'];
  readonly name: string;
  readonly calls: number;
  readonly failures: number;
  readonly meanMicroseconds: number;
  readonly slowestMicroseconds: number;
}

/** What this host remembers of a plugin since it was started. */
export interface BookEntry {
  readonly calls: number;
  readonly failures: number;
  readonly starts: number;
  readonly stops: number;
  readonly logLinesLeftOut: number;
  readonly spans: readonly CallFacts[];
  /** The latest first. */
  readonly errors: readonly PluginFault[];
}

/** Remembers how plugins do; in memory, from the start of the host on. */
export interface HealthBook {
  /** When it was opened, ISO 8601. */
  readonly since: string;
  observe(span: PluginSpan): void;
  report(plugin: string, kind: FaultKind, name: string, cause: unknown): void;
  leaveOut(plugin: string, lines: number): void;
  /** Counts which instances have come and gone, and learns where they lie. */
  follow(assembly: Assembly): void;
  read(plugin: string): BookEntry;
  plugins(): readonly string[];
  /** The plugin that the file of an error belongs to; undefined for core and host. */
  ownerOf(file: string): string | undefined;
}

interface Counted {
  readonly kind: PluginSpan['kind'];
  readonly name: string;
  calls: number;
  failures: number;
  milliseconds: number;
  slowest: number;
}

interface Page {
  readonly spans: Map<string, Counted>;
  readonly errors: Map<string, PluginFault>;
  starts: number;
  stops: number;
  leftOut: number;
}

/** Errors kept of each plugin. */
const MOST_ERRORS = 50;
const LONGEST_ERROR = 500;

export function createHealthBook(clock?: Clock): HealthBook {
  const now = (): string => (clock?.now() ?? new Date()).toISOString();
  const pages = new Map<string, Page>();
  const folders = new Map<string, string>();
  let instances: Assembly['instances'] = new Map();
  const pageOf = (plugin: string): Page => {
    const page = pages.get(plugin) ?? {
      spans: new Map(),
      errors: new Map(),
      starts: 0,
      stops: 0,
      leftOut: 0,
    };
    pages.set(plugin, page);
    return page;
  };
  const report: HealthBook['report'] = (plugin, kind, name, cause) =>
    keepError(pageOf(plugin).errors, {
      kind,
      name,
      error: causeText(cause).slice(0, LONGEST_ERROR),
      at: now(),
    });
  return {
    since: now(),
    report,
    observe(span) {
      count(pageOf(span.plugin).spans, span);
      if (span.error !== undefined) report(span.plugin, span.kind, span.name, span.error);
    },
    leaveOut: (plugin, lines) => void (pageOf(plugin).leftOut += lines),
    follow(assembly) {
      for (const [id, instance] of assembly.instances) {
        if (instances.get(id) === instance) continue;
        pageOf(id).starts += 1;
        const folder = placeOf(instance.installed.folder);
        if (folder) folders.set(folder, id);
      }
      for (const [id, instance] of instances)
        if (assembly.instances.get(id) !== instance) pageOf(id).stops += 1;
      instances = assembly.instances;
    },
    read: (plugin) => entryOf(pageOf(plugin)),
    plugins: () => [...pages.keys()],
    ownerOf: (file) => [...folders].find(([folder]) => file.startsWith(folder))?.[1],
  };
}

/** As stacks name it: without links. Undefined when there is none any more. */
function placeOf(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  try {
    return `${realpathSync(folder)}${sep}`;
  } catch {
    return undefined;
  }
}

function count(spans: Page['spans'], { kind, name, milliseconds, error }: PluginSpan): void {
  const key = `${kind} ${name}`;
  let counted = spans.get(key);
  if (!counted) {
    counted = { kind, name, calls: 0, failures: 0, milliseconds: 0, slowest: 0 };
    spans.set(key, counted);
  }
  counted.calls += 1;
  counted.milliseconds += milliseconds;
  if (error !== undefined) counted.failures += 1;
  if (milliseconds > counted.slowest) counted.slowest = milliseconds;
}

/** The same error again is counted; the oldest makes room. */
function keepError(
  errors: Page['errors'],
  { kind, name, error, at }: Pick<PluginFault, 'kind' | 'name' | 'error' | 'at'>,
): void {
  const key = `${kind} ${name} ${error}`;
  const before = errors.get(key);
  errors.delete(key);
  const firstAt = before?.firstAt ?? at;
  errors.set(key, { kind, name, error, firstAt, at, count: (before?.count ?? 0) + 1 });
  const [oldest] = errors.keys();
  if (errors.size > MOST_ERRORS && oldest !== undefined) errors.delete(oldest);
}

function entryOf({ spans, errors, starts, stops, leftOut }: Page): BookEntry {
  const counted = [...spans.values()];
  return {
    calls: counted.reduce((sum, { calls }) => sum + calls, 0),
    failures: counted.reduce((sum, { failures }) => sum + failures, 0),
    starts,
    stops,
    logLinesLeftOut: leftOut,
    spans: counted.map(({ kind, name, calls, failures, milliseconds, slowest }) => ({
      kind,
      name,
      calls,
      failures,
      meanMicroseconds: Math.round((milliseconds * 1000) / calls),
      slowestMicroseconds: Math.round(slowest * 1000),
    })),
    errors: [...errors.values()].toReversed(),
  };
}
