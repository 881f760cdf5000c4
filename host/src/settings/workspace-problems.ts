import type { Problem, WorkspaceSettings } from '@tessera/core';
import { currencyExponents } from '../platform/iso-currencies.ts';

/** What is wrong with settings of a workspace, by value; empty when all is well. */
export function findWorkspaceProblems(settings: WorkspaceSettings): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (name: string, detail: string): void =>
    void problems.push({ pointer: `/${name}`, detail });
  if (settings.name.trim() === '') report('name', 'The workspace needs a name.');
  if (!currencyExponents().has(settings.currency))
    report('currency', `There is no currency “${settings.currency}”.`);
  if (!isTimeZone(settings.timeZone))
    report('timeZone', `There is no time zone “${settings.timeZone}”.`);
  if (settings.locale !== 'en' && settings.locale !== 'zh-CN')
    report('locale', 'The languages are en and zh-CN.');
  return problems;
}

/** Whether a text names an IANA time zone. */
export function isTimeZone(text: string): boolean {
  if (/^[+-]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
