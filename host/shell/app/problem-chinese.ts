import type { AppMeta, EntityMeta } from '@tessera/core';
import type { ProblemDetails } from '@tessera/sdk/ui';
import { faultsZhCn, passwordFaultsZhCn, problemsZhCn } from '../locales/problems-zh-CN.ts';

type Fault = { readonly pointer: string; readonly detail: string };

/**
 * Says in Chinese what the server answered: it speaks English. What has no Chinese sentence stays as it is.
 * @param path - of the request: it names the entity whose labels are in the sentences
 */
export function problemInChinese(
  path: string,
  problem: ProblemDetails,
  meta: AppMeta | undefined,
): ProblemDetails {
  const template =
    sentenceOf(problem.code ?? '', meta) ?? sentenceOf(text(problem['refusal']), meta);
  const entity = meta?.entities.find((one) => path.startsWith(`/api/${one.path}`));
  const sentence = template?.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
    text(problem[name]),
  );
  const errors = problem.errors?.map((fault) => ({
    ...fault,
    detail: sentence && fault.detail === problem.detail ? sentence : faultInChinese(fault, entity),
  }));
  return { ...problem, ...(sentence ? { detail: sentence } : {}), ...(errors ? { errors } : {}) };
}

/** The shell's own sentence, or `error.<code>` of the plugin that begins the code. */
function sentenceOf(code: string, meta: AppMeta | undefined): string | undefined {
  const plugin = code.split('_')[0]?.toLowerCase() ?? '';
  return problemsZhCn[code] ?? meta?.locales['zh-CN']?.[plugin]?.[`error.${code}`];
}

function faultInChinese({ pointer, detail }: Fault, entity: EntityMeta | undefined): string {
  const name = pointer
    .split('/')
    .find((part) => entity?.fields.some((field) => field.name === part));
  const field = entity?.fields.find((one) => one.name === name);
  if (field && detail.startsWith(`${field.label.en} `)) {
    const end = translate(detail.slice(field.label.en.length + 1).replace(/\.$/, ''), faultsZhCn);
    if (end) return `${field.label['zh-CN'] ?? field.label.en}${end}。`;
  }
  return (pointer === '/password' && translate(detail, passwordFaultsZhCn)) || detail;
}

function translate(
  sentence: string,
  table: readonly (readonly [RegExp, string])[],
): string | undefined {
  for (const [pattern, chinese] of table) {
    const match = pattern.exec(sentence);
    if (match)
      return chinese.replaceAll(/\$(\d)/g, (_whole, at: string) => match[Number(at)] ?? '');
  }
  return undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
