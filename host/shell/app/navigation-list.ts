import { icon, type TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { navigationItems } from './route.ts';
import { goLetters } from '../palette/shortcut-places.ts';

/** The groups of the navigation with their links, as the sidebar and the sheet on phones show them. */
export function navigationList(element: TesseraElement, path: string): TemplateResult {
  const items = navigationItems(element.meta).filter((item) => item.group !== 'settings');
  const groups = Map.groupBy(items, (item) => item.group);
  const settings = navigationItems(element.meta).filter((item) => item.group === 'settings');
  const mayManage = ['*', 'tessera.plugin.manage'].some((name) =>
    element.meta.user.permissions.includes(name),
  );
  const letters = goLetters(element.meta);
  const link = (to: string, symbol: string, label: string): TemplateResult =>
    place(to, symbol, label, { path, hint: hintOf(element, label, letters.get(to)) });
  return html`${link('/', 'house', element.t('home.title'))}
    ${[...groups].map(
      ([group, links]) =>
        html`<h2><span>${groupLabel(element, group)}</span></h2>
          ${links.map((item) => link(item.path, item.icon, element.localized(item.label)))}`,
    )}
    <h2><span>${element.t('frame.system')}</span></h2>
    ${settings.map((item) => link(item.path, item.icon, element.localized(item.label)))}
    ${mayManage ? link('/plugins', 'puzzle', element.t('plugins.title')) : nothing}
    ${link('/settings', 'settings', element.t('settings.title'))}`;
}

function hintOf(element: TesseraElement, label: string, letter: string | undefined): string {
  if (!letter) return label;
  const keys = element.t('shortcut.then', { first: 'G', second: letter.toUpperCase() });
  return `${label} (${keys})`;
}

function place(
  to: string,
  symbol: string,
  label: string,
  { path, hint }: { readonly path: string; readonly hint: string },
): TemplateResult {
  const isHere = path === to || (to !== '/' && path.startsWith(`${to}/`));
  return html`<a
    class="item ${isHere ? 'on' : ''}"
    href=${to}
    title=${hint}
    aria-current=${isHere ? 'page' : 'false'}
  >
    ${icon(symbol)}<span class="ell">${label}</span>
  </a>`;
}

function groupLabel(element: TesseraElement, group: string): string {
  const plugin = element.meta.plugins.find((one) => one.id === group);
  return plugin ? element.localized(plugin.label) : group;
}

export const navigationStyles: CSSResult = css`
  h2 {
    padding: 12px 8px 3px;
    font-size: 11px;
    line-height: 16px;
    font-weight: 500;
    color: var(--ts-fg-3);
  }
  .item {
    display: flex;
    align-items: center;
    gap: 9px;
    height: 28px;
    flex: none;
    padding: 0 8px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
    text-decoration: none;
    font-weight: 500;
  }
  .item:hover {
    background: var(--ts-bg-hover);
  }
  .item.on {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
`;
