import type { EntityMeta, Problem } from '@tessera/core';
import { problemInChinese } from '../app/problem-chinese.ts';
import type { AppMeta } from '@tessera/core';

/** Sentences about cells, as the server says them after the label of the field, and in Chinese. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^“(.*)” is not a number$/s, '“$1”不是数字'],
  [/^“(.*)” is not an amount$/s, '“$1”不是金额'],
  [/^“(.*)” is neither yes nor no$/s, '“$1”既不是“是”也不是“否”'],
  [/^“(.*)” is none of its choices$/s, '“$1”不在可选项中'],
  [/^“(.*)” is not in the map of values$/s, '“$1”没有对应的值'],
  [/^there is more than one .+ “(.*)”$/s, '有多条名为“$1”的记录'],
  [/^there is no .+ “(.*)”$/s, '找不到“$1”'],
  [/is not a date/, '不是可识别的日期，请选择日期格式'],
];
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [/^(?:.+) is empty, and records are told apart by it\.$/s, '为空，而记录靠它来区分。'],
  [/“(.*)”: several .+ have it\.$/s, '“$1”对应多条记录。'],
  [/“(.*)”: there is no .+ that has it\.$/s, '没有值为“$1”的记录。'],
  [/“(.*)”: there is a .+ that has it already\.$/s, '“$1”的记录已存在。'],
  [/“(.*)”: a .+ in the recycle bin has it/s, '“$1”的记录在回收站中，请先还原或彻底删除。'],
  [/^The row has (\d+) cells, the header (\d+)\.$/, '该行有 $1 个单元格，而表头有 $2 个。'],
];

/** What is wrong with a row, in the reader's language. */
export function faultText(
  problem: Problem,
  entity: EntityMeta | undefined,
  meta: AppMeta,
  locale: string,
): string {
  const { detail, pointer } = problem;
  if (locale !== 'zh-CN' || !entity) return detail;
  const field = entity.fields.find(({ name }) => name === pointer.split('/')[1]);
  const label = field ? (field.label['zh-CN'] ?? field.label.en) : '';
  for (const [pattern, chinese] of WHOLE) {
    const match = pattern.exec(detail);
    if (match) return `${label}${fill(chinese, match)}`;
  }
  const prefix = field ? `${field.label.en}: ` : '';
  if (prefix && detail.startsWith(prefix)) {
    const rest = detail.slice(prefix.length).replace(/\.$/, '');
    for (const [pattern, chinese] of CHINESE) {
      const match = pattern.exec(rest);
      if (match) return `${label}：${fill(chinese, match)}。`;
    }
  }
  const translated = problemInChinese(`/api/${entity.path}`, { errors: [problem] }, meta);
  return translated.errors?.[0]?.detail ?? detail;
}

function fill(chinese: string, match: RegExpExecArray): string {
  return chinese.replaceAll(/\$(\d)/g, (_whole, at: string) => match[Number(at)] ?? '');
}
