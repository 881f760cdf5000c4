// oxlint-disable import/default -- Vite gives the text of a file as `?raw`
import type { TesseraElement } from '@tessera/sdk/ui';
import type { TemplateResult } from 'lit';
import { avatarExample } from './avatar-example.ts';
import avatarSource from './avatar-example.ts?raw';
import { barsExample } from './bars-example.ts';
import barsSource from './bars-example.ts?raw';
import { buttonExample } from './button-example.ts';
import buttonSource from './button-example.ts?raw';
import { cardExample } from './card-example.ts';
import cardSource from './card-example.ts?raw';
import { emptyExample } from './empty-example.ts';
import emptySource from './empty-example.ts?raw';
import { fieldValueExample } from './field-value-example.ts';
import fieldValueSource from './field-value-example.ts?raw';
import { menuExample } from './menu-example.ts';
import menuSource from './menu-example.ts?raw';
import { recordLinkExample } from './record-link-example.ts';
import recordLinkSource from './record-link-example.ts?raw';
import { statExample } from './stat-example.ts';
import statSource from './stat-example.ts?raw';
import { tagExample } from './tag-example.ts';
import tagSource from './tag-example.ts?raw';
import peopleSource from './people-card.ts?raw';
import { peopleExample } from './people-example.ts';

export interface GalleryItem {
  readonly name: string;
  /** The file that makes it. */
  readonly source: string;
  readonly shown: (page: TesseraElement) => TemplateResult;
}

/** What the page shows, in its order. */
export const galleryItems: readonly GalleryItem[] = [
  { name: 'icon, toast', source: buttonSource, shown: buttonExample },
  { name: 'ts-avatar', source: avatarSource, shown: avatarExample },
  { name: 'ts-tag', source: tagSource, shown: tagExample },
  { name: 'ts-card', source: cardSource, shown: cardExample },
  { name: 'ts-empty', source: emptySource, shown: emptyExample },
  { name: 'ts-stat', source: statSource, shown: statExample },
  { name: 'ts-bars', source: barsSource, shown: barsExample },
  { name: 'ts-record-link', source: recordLinkSource, shown: recordLinkExample },
  { name: 'ts-field-value', source: fieldValueSource, shown: fieldValueExample },
  { name: 'ts-menu', source: menuSource, shown: menuExample },
  { name: 'TesseraElement, ApiClient, LiveClient', source: peopleSource, shown: peopleExample },
];
