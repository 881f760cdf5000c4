import { findCurrentPlugin, type Logger } from '@tessera/core';
import type { HealthBook } from './health-book.ts';

/** Lines that the code of one plugin may write in a while. */
const MOST_LINES = 200;
const WHILE_MS = 10_000;

interface Window {
  readonly since: number;
  lines: number;
  leftOut: number;
}

/** A log in which no plugin drowns out the others: beyond 200 lines in 10 s its lines are counted and left out. */
export function limitPluginLines(log: Logger, book: HealthBook): Logger {
  const windows = new Map<string, Window>();

  /** Closes the window: one line says how many are missing. */
  const close = (plugin: string, window: Window): void => {
    if (windows.get(plugin) === window) windows.delete(plugin);
    if (window.leftOut === 0) return;
    log.warn(`… ${window.leftOut} lines left out`, { plugin });
    window.leftOut = 0;
  };
  const open = (plugin: string): Window => {
    const window = { since: performance.now(), lines: 0, leftOut: 0 };
    windows.set(plugin, window);
    return window;
  };
  const mayWrite = (plugin: string): boolean => {
    const found = windows.get(plugin);
    const isOver = found !== undefined && performance.now() - found.since > WHILE_MS;
    if (isOver) close(plugin, found);
    const window = isOver || !found ? open(plugin) : found;
    if (++window.lines <= MOST_LINES) return true;
    if (window.leftOut === 0) setTimeout(() => close(plugin, window), WHILE_MS).unref();
    window.leftOut += 1;
    book.leaveOut(plugin, 1);
    return false;
  };
  const limited =
    (level: keyof Logger): Logger[keyof Logger] =>
    (message, details) => {
      const current = findCurrentPlugin();
      const named = (details as { readonly plugin?: unknown } | undefined)?.plugin;
      const plugin = current && (typeof named === 'string' ? named : current);
      if (!plugin || mayWrite(plugin)) log[level](message, details);
    };
  return {
    debug: limited('debug'),
    info: limited('info'),
    warn: limited('warn'),
    error: limited('error'),
  };
}
