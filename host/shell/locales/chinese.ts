import { accessZhCn } from './access-zh-CN.ts';
import { auditZhCn } from './audit-zh-CN.ts';
import { boardZhCn } from './board-zh-CN.ts';
import { filterZhCn } from './filter-zh-CN.ts';
import { gridZhCn } from './grid-zh-CN.ts';
import { homeZhCn } from './home-zh-CN.ts';
import { importZhCn } from './import-zh-CN.ts';
import { pagesZhCn } from './pages-zh-CN.ts';
import { paletteZhCn } from './palette-zh-CN.ts';
import { pluginsZhCn } from './plugins-zh-CN.ts';
import { privacyZhCn } from './privacy-zh-CN.ts';
import { recordsZhCn } from './records-zh-CN.ts';
import { sampleDataZhCn } from './sample-data-zh-CN.ts';
import { securityZhCn } from './security-zh-CN.ts';
import { settingsZhCn } from './settings-zh-CN.ts';
import { sharingZhCn } from './sharing-zh-CN.ts';
import { viewsZhCn } from './views-zh-CN.ts';
import { zhCn } from './zh-CN.ts';

/** The texts of the shell in Chinese, part by part: the same parts as in English. */
export const chinese: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  access: accessZhCn,
  audit: auditZhCn,
  board: boardZhCn,
  filter: filterZhCn,
  frame: zhCn,
  home: homeZhCn,
  pages: pagesZhCn,
  palette: paletteZhCn,
  import: importZhCn,
  grid: gridZhCn,
  plugins: pluginsZhCn,
  privacy: privacyZhCn,
  records: recordsZhCn,
  sampleData: sampleDataZhCn,
  security: securityZhCn,
  settings: settingsZhCn,
  sharing: sharingZhCn,
  views: viewsZhCn,
};
