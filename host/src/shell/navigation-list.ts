import { icon, type TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { navigationItems } from './route.ts';

/** The groups of the navigation with their links, as the sidebar and the sheet on phones show them. */
export function navigationList(element: TesseraElement, path: string): TemplateResult {
  const items = navigationItems(element.meta).filter((item) => item.group !== 'settings');
  const groups = Map.groupBy(items, (item) => item.group);
  const settings = navigationItems(element.meta).filter((item) => item.group === 'settings');
  const mayManage = ['*', 'tessera.plugin.manage'].some((name) =>
    element.meta.user.permissions.includes(name),
  );
  return html`${[...groups].map(
      ([group, links]) =>
        html`<h2>${groupLabel(element, group)}</h2>
          ${links.map((item) => link(item.path, item.icon, element.localized(item.label), path))}`,
    )}
    <h2>${element.t('frame.system')}</h2>
    ${settings.map((item) => link(item.path, item.icon, element.localized(item.label), path))}
    ${mayManage ? link('/plugins', 'puzzle', element.t('plugins.title'), path) : nothing}
    ${link('/settings', 'settings', element.t('settings.title'), path)}`;
}

function link(to: string, symbol: string, label: string, path: string): TemplateResult {
  const isHere = path === to || path.startsWith(`${to}/`);
  return html`<a
    class="item ${isHere ? 'on' : ''}"
    href=${to}
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
