import type { LocalizedText } from '@tessera/core';
import type { ExportedSection } from './privacy-export.ts';

const WORDS = {
  title: { en: 'Personal data', 'zh-CN': '个人数据' },
  intro: {
    en: 'Everything that is stored about this person. The same stands in person.json for machines; files lie in the folder “files”.',
    'zh-CN':
      '与此人有关的全部数据。相同内容以机器可读的形式存于 person.json，附件位于 files 文件夹。',
  },
  mention: {
    en: 'Records of something else that mention the person',
    'zh-CN': '提及此人的其他记录',
  },
} as const;

/** The export as a page for people, in both languages. Every value is escaped; the page runs nothing. */
export function exportPage(title: string, sections: readonly ExportedSection[]): string {
  const filled = sections.filter(({ records }) => records.length > 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0 0 1.5rem; width: 100%; }
th, td { border: 1px solid #ccc; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top; white-space: pre-wrap; }
th { font-weight: 600; width: 16rem; }
</style>
</head>
<body>
<h1>${both(WORDS.title)}: ${escape(title)}</h1>
<p>${both(WORDS.intro)}</p>
${filled.map(sectionHtml).join('\n')}
</body>
</html>
`;
}

function sectionHtml({ label, kind, fields, records }: ExportedSection): string {
  const note = kind === 'mention' ? `<p>${both(WORDS.mention)}</p>` : '';
  const tables = records.map((record) => {
    const rows = fields
      .filter(({ name }) => record[name] !== null && record[name] !== undefined)
      .map(
        (field) =>
          `<tr><th>${both(field.label)}</th><td>${escape(shown(record[field.name]))}</td></tr>`,
      );
    return `<table>${rows.join('')}</table>`;
  });
  return `<h2>${both(label)}</h2>${note}${tables.join('')}`;
}

function both(text: LocalizedText): string {
  const chinese = text['zh-CN'];
  return chinese === undefined || chinese === text.en
    ? escape(text.en)
    : `${escape(text.en)} · <span lang="zh-CN">${escape(chinese)}</span>`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
