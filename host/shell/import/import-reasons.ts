/** Sentences about files and about what an undo left, as the server says them, and in Chinese. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^“.*” cannot be read as a table: it is empty\.$/s, '文件是空的，没有可导入的内容。'],
  [
    /cannot be read as a table: the sheet “(.*)” is empty\.$/s,
    '工作表“$1”是空的，请选择其他工作表或文件。',
  ],
  [
    /cannot be read as a table: it is not text\.$/s,
    '无法读取此文件：不是文本表格。请选择 CSV 或 Excel 文件。',
  ],
  [
    /cannot be read as a table: it has signs that no text has/s,
    '无法读取此文件：内容不是文本，或编码不正确。请选择 CSV 或 Excel 文件。',
  ],
  [
    /cannot be read as a table: it is an Excel workbook or a ZIP/s,
    '无法读取此文件：这是 Excel 工作簿或 ZIP 压缩包，请先另存为 CSV。',
  ],
  [
    /cannot be read as a table: it is an old Excel workbook/s,
    '无法读取此文件：这是旧版 Excel 工作簿，请先另存为 .xlsx 或 CSV。',
  ],
  [
    /cannot be read as a table: it is a PDF\.$/s,
    '无法读取此文件：这是 PDF，请选择 CSV 或 Excel 文件。',
  ],
  [/cannot be read as a table: it is compressed/s, '无法读取此文件：文件已压缩，请先解压。'],
  [/cannot be read as a table: it is UTF-32/s, '无法读取此文件：编码为 UTF-32，请先另存为 UTF-8。'],
  [
    /cannot be read as a table: it is (?:damaged|a ZIP archive, but)/s,
    '无法读取此文件：文件已损坏或未完整上传。',
  ],
  [/cannot be read as a table: the sheet is damaged\.$/s, '无法读取此文件：工作表已损坏。'],
  [/cannot be read as a table: it has no sheet “(.*)”\.$/s, '工作簿中没有工作表“$1”。'],
  [/cannot be read as a table: the sheet is too large/s, '工作表过大，请另存为 CSV。'],
  [
    /cannot be read as a table: a workbook may have (\d+) MB/s,
    '工作簿最大为 $1 MB，请将工作表另存为 CSV。',
  ],
  [
    /cannot be read as a table: it has more than (\d+) columns or (\d+) rows\.$/s,
    '文件超过 $1 列或 $2 行。',
  ],
  [
    /cannot be read as a table: it has (\d+) columns, and (\d+) are the most\.$/s,
    '文件有 $1 列，最多允许 $2 列。',
  ],
  [
    /the row that begins in line (\d+) has a quotation mark that is never closed\.$/s,
    '无法读取此文件：第 $1 行的引号没有闭合。',
  ],
  [/^“.*” cannot be read as a table: /s, '无法将此文件读取为表格。请检查文件内容与编码。'],
  [/^The record is not there any more, or you may not see it\.$/, '记录已不存在，或您无权查看。'],
  [/^Somebody changed the record since\.$/, '导入后有人修改过该记录。'],
  [/^Changed since: (.*)\.$/s, '导入后被修改：$1。'],
  [/^Other records point to it: (.*)\.$/s, '仍被其他记录引用：$1。'],
];

/** A reason in the reader's language; as the server says it where there is no other. */
export function reasonText(
  reason: string,
  locale: string,
  labels: ReadonlyMap<string, string> = new Map(),
): string {
  if (locale !== 'zh-CN') return reason;
  for (const [pattern, chinese] of CHINESE) {
    const match = pattern.exec(reason);
    if (match)
      return chinese.replaceAll(/\$(\d)/g, (_whole, at: string) =>
        named(match[Number(at)], labels),
      );
  }
  return reason;
}

/** Names of fields and entities as the reader knows them. */
function named(text = '', labels: ReadonlyMap<string, string>): string {
  const parts = text.split(', ');
  return parts.every((part) => labels.has(part))
    ? parts.map((part) => labels.get(part)).join('、')
    : text;
}
