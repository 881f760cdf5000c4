import { boardZhCn } from './board-zh-CN.ts';
import { filterZhCn } from './filter-zh-CN.ts';
import { gridZhCn } from './grid-zh-CN.ts';
import { homeZhCn } from './home-zh-CN.ts';
import { importZhCn } from './import-zh-CN.ts';
import { pagesZhCn } from './pages-zh-CN.ts';
import { paletteZhCn } from './palette-zh-CN.ts';
import { pluginsZhCn } from './plugins-zh-CN.ts';
import { recordsZhCn } from './records-zh-CN.ts';
import { sampleDataZhCn } from './sample-data-zh-CN.ts';
import { settingsZhCn } from './settings-zh-CN.ts';
import { viewsZhCn } from './views-zh-CN.ts';
import { zhCn } from './zh-CN.ts';

/** The texts of the shell in Chinese, part by part: the same parts as in English. */
export const chinese: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  board: boardZhCn,
  filter: filterZhCn,
  frame: zhCn,
  home: homeZhCn,
  pages: pagesZhCn,
  palette: paletteZhCn,
  import: importZhCn,
  grid: gridZhCn,
  plugins: pluginsZhCn,
  records: recordsZhCn,
  sampleData: sampleDataZhCn,
  settings: settingsZhCn,
  views: viewsZhCn,
};
