import { html, type TemplateResult } from 'lit';
import { loadPart } from '../app/part.ts';
import './profile-settings.ts';
import './workspace-settings.ts';

/** What a page of the settings shows, by its name; what few people need is on a file of its own. */
export function settingsContent(name: string): TemplateResult {
  switch (name) {
    case 'security':
      loadPart(() => import('./security-settings.ts'));
      return html`<ts-security-settings></ts-security-settings>`;
    case 'tokens':
      loadPart(() => import('./token-settings.ts'));
      return html`<ts-token-settings></ts-token-settings>`;
    case 'people':
      loadPart(() => import('./people-settings.ts'));
      return html`<ts-people-settings></ts-people-settings>`;
    case 'teams':
      loadPart(() => import('./team-settings.ts'));
      return html`<ts-team-settings></ts-team-settings>`;
    case 'all-sessions':
      loadPart(() => import('./all-sessions.ts'));
      return html`<ts-all-sessions></ts-all-sessions>`;
    case 'all-tokens':
      loadPart(() => import('./all-tokens.ts'));
      return html`<ts-all-tokens></ts-all-tokens>`;
    case 'sign-in':
      loadPart(() => import('./sign-in-settings.ts'));
      return html`<ts-sign-in-settings></ts-sign-in-settings>`;
    case 'roles':
      loadPart(() => import('../access/role-settings.ts'));
      return html`<ts-role-settings></ts-role-settings>`;
    case 'audit':
      loadPart(() => import('../audit/audit-page.ts'));
      return html`<ts-audit-page></ts-audit-page>`;
    case 'privacy':
      loadPart(() => import('../privacy/privacy-page.ts'));
      return html`<ts-privacy-page></ts-privacy-page>`;
    case 'sharing':
      loadPart(() => import('../access/share-settings.ts'));
      return html`<ts-share-settings></ts-share-settings>`;
    case 'workspace':
      return html`<ts-workspace-settings></ts-workspace-settings>`;
    default:
      return html`<ts-profile-settings></ts-profile-settings>`;
  }
}
