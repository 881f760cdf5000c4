import { boardEn } from './board-en.ts';
import { boardZhCn } from './board-zh-CN.ts';
import { en } from './en.ts';
import { filterEn } from './filter-en.ts';
import { filterZhCn } from './filter-zh-CN.ts';
import { homeEn } from './home-en.ts';
import { homeZhCn } from './home-zh-CN.ts';
import { pagesEn } from './pages-en.ts';
import { pagesZhCn } from './pages-zh-CN.ts';
import { paletteEn } from './palette-en.ts';
import { paletteZhCn } from './palette-zh-CN.ts';
import { importEn } from './import-en.ts';
import { importZhCn } from './import-zh-CN.ts';
import { gridEn } from './grid-en.ts';
import { gridZhCn } from './grid-zh-CN.ts';
import { recordsEn } from './records-en.ts';
import { recordsZhCn } from './records-zh-CN.ts';
import { sampleDataEn } from './sample-data-en.ts';
import { sampleDataZhCn } from './sample-data-zh-CN.ts';
import { settingsEn } from './settings-en.ts';
import { settingsZhCn } from './settings-zh-CN.ts';
import { viewsEn } from './views-en.ts';
import { viewsZhCn } from './views-zh-CN.ts';
import { zhCn } from './zh-CN.ts';

type Texts = Readonly<Record<string, string>>;

/** The texts of the shell, part by part, in English and in Chinese. A part of the UI adds its line here. */
export const parts: Readonly<Record<string, readonly [english: Texts, chinese: Texts]>> = {
  board: [boardEn, boardZhCn],
  filter: [filterEn, filterZhCn],
  frame: [en, zhCn],
  home: [homeEn, homeZhCn],
  pages: [pagesEn, pagesZhCn],
  palette: [paletteEn, paletteZhCn],
  import: [importEn, importZhCn],
  grid: [gridEn, gridZhCn],
  records: [recordsEn, recordsZhCn],
  sampleData: [sampleDataEn, sampleDataZhCn],
  settings: [settingsEn, settingsZhCn],
  views: [viewsEn, viewsZhCn],
};
