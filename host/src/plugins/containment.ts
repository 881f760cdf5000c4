import { findCurrentPlugin, type Logger } from '@tessera/core';
import { format } from 'node:util';
import { causeText } from './cause-text.ts';
import { errors } from './errors.ts';
import type { HealthBook } from './health-book.ts';

/** What plugins run in, and who is told of what they do there. */
export interface ContainmentOptions {
  readonly book: HealthBook;
  /** Takes what plugins write to the console. */
  readonly log: Logger;
}

/**
 * Keeps the process alive whatever the code of a plugin does by mistake: what it throws where nobody waits is written down under its
 * name, it cannot end the process, and its console is its log. It is no wall against code that means harm. Answers what undoes it.
 */
export function contain(options: ContainmentOptions): () => void {
  const undo = [catchStrays(options), refuseEnding(options), redirectConsole(options)];
  return () => {
    for (const step of undo.toReversed()) step();
  };
}

/** A promise that nobody waits for, or a timer that throws, is a fault of one plugin and no reason to end everybody's work. */
function catchStrays({ book, log }: ContainmentOptions): () => void {
  const report = (cause: unknown): void => {
    const error = causeText(cause, 'stack');
    const plugin = blame(error, book) ?? findCurrentPlugin();
    if (plugin !== undefined) book.report(plugin, 'stray', '', cause);
    log.error('something failed that nobody waited for', { ...(plugin ? { plugin } : {}), error });
  };
  process.on('unhandledRejection', report);
  process.on('uncaughtException', report);
  return () => {
    process.off('unhandledRejection', report);
    process.off('uncaughtException', report);
  };
}

/** The plugin whose file stands first in the stack: it threw, whoever has started the work. */
function blame(stack: string, book: HealthBook): string | undefined {
  for (const line of stack.split('\n').slice(1, MOST_LINES)) {
    const file = line.length > LONGEST_LINE ? undefined : FILE.exec(line)?.[1];
    const plugin = file && book.ownerOf(file);
    if (plugin) return plugin;
  }
  return undefined;
}

/** Of a stack, whose first lines are whatever the code says. */
const MOST_LINES = 200;
const LONGEST_LINE = 1000;

/** The file of a line of a stack, without what stands behind its name in a module's address. */
const FILE = /(?:\(|at |async )(?:file:\/\/)?((?:[A-Za-z]:)?[\\/][^?)]*?)(?:\?[^)]*)?:\d+:\d+\)?$/;

type Ending = 'exit' | 'abort' | 'reallyExit' | 'kill';

/** @throws TesseraError `HOST_PLUGIN_ENDS_PROCESS` (later, into the plugin) */
function refuseEnding({ book }: ContainmentOptions): () => void {
  const functions = process as unknown as Record<Ending, (...values: unknown[]) => unknown>;
  const guard = (name: Ending, isMeant: (values: unknown[]) => boolean): (() => void) => {
    const original = functions[name];
    functions[name] = (...values) => {
      const plugin = findCurrentPlugin();
      if (plugin === undefined || !isMeant(values)) return original.apply(process, values);
      const error = errors.pluginEndsProcess({ plugin, call: `process.${name}` });
      book.report(plugin, 'refused', `process.${name}`, error);
      throw error;
    };
    return () => void (functions[name] = original);
  };
  const always = (): boolean => true;
  /** 0 and below are groups of processes, this one among them. */
  const isOwn = ([pid, signal]: unknown[]): boolean =>
    signal !== 0 && (Number(pid) === process.pid || Number(pid) <= 0);
  const undo = [
    guard('exit', always),
    guard('abort', always),
    guard('reallyExit', always),
    guard('kill', isOwn),
  ];
  return () => {
    for (const step of undo) step();
  };
}

const CONSOLE = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  dir: 'info',
  table: 'info',
  trace: 'info',
  warn: 'warn',
  error: 'error',
} as const;

function redirectConsole({ log }: ContainmentOptions): () => void {
  const target = console as unknown as Record<string, (...values: unknown[]) => void>;
  const originals = Object.keys(CONSOLE).map((name) => [name, target[name]] as const);
  for (const [name, level] of Object.entries(CONSOLE)) {
    const original = target[name];
    target[name] = (...values) => {
      const plugin = findCurrentPlugin();
      if (plugin === undefined) original?.apply(console, values);
      else log[level](format(...values), { plugin });
    };
  }
  return () => {
    for (const [name, original] of originals) if (original) target[name] = original;
  };
}
