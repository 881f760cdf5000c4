import { accessEn } from './access-en.ts';
import { auditEn } from './audit-en.ts';
import { boardEn } from './board-en.ts';
import { en } from './en.ts';
import { filterEn } from './filter-en.ts';
import { gridEn } from './grid-en.ts';
import { homeEn } from './home-en.ts';
import { importEn } from './import-en.ts';
import { pagesEn } from './pages-en.ts';
import { paletteEn } from './palette-en.ts';
import { pluginsEn } from './plugins-en.ts';
import { privacyEn } from './privacy-en.ts';
import { recordsEn } from './records-en.ts';
import { sampleDataEn } from './sample-data-en.ts';
import { securityEn } from './security-en.ts';
import { settingsEn } from './settings-en.ts';
import { sharingEn } from './sharing-en.ts';
import { viewsEn } from './views-en.ts';

/** The texts of the shell in English, part by part. A part of the UI adds its line here. */
export const english: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  access: accessEn,
  audit: auditEn,
  board: boardEn,
  filter: filterEn,
  frame: en,
  home: homeEn,
  pages: pagesEn,
  palette: paletteEn,
  import: importEn,
  grid: gridEn,
  plugins: pluginsEn,
  privacy: privacyEn,
  records: recordsEn,
  sampleData: sampleDataEn,
  security: securityEn,
  settings: settingsEn,
  sharing: sharingEn,
  views: viewsEn,
};
