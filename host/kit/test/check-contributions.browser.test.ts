import { expect, inject, test } from 'vitest';
import { contributions } from '../src/check/contributions.ts';
import { findingsOfFolder } from './check-folders.ts';

const INDEX = `import { definePlugin } from '@tessera/sdk';
export const toy = definePlugin({
  ui: {
    module: './ui/index.ts',
    contributions: [{ slot: 'dashboard.widget', id: 'card', element: 'toy-card', label: { en: 'Card', 'zh-CN': '卡片' } }],
  },
});`;

function element(body: string): Readonly<Record<string, string>> {
  return {
    'src/index.ts': INDEX,
    'src/ui/index.ts': `import { TesseraElement } from '@tessera/sdk/ui';
import { html } from 'lit';
export class Card extends TesseraElement { static tag = 'toy-card'; ${body} }`,
  };
}

async function said(body: string): Promise<string> {
  const findings = await findingsOfFolder(contributions, element(body), inject('chromium'));
  return findings.map(({ message }) => message).join('\n');
}

test('a sound element keeps the promise', async () => {
  expect(await said('render() { return html`<p>Well</p>`; }')).toBe('');
});

test.each([
  ['throws while it renders', `render() { throw new Error('broken'); }`, 'a card in its place'],
  [
    'leaves something that fails when it goes',
    `disconnectedCallback() { super.disconnectedCallback(); console.error('gone wrong'); } render() { return html\`<p>Well</p>\`; }`,
    'gone wrong',
  ],
  [
    'has a picture without a text',
    'render() { return html`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="40" height="40">`; }',
    'image-alt',
  ],
  [
    'can be read in the light only',
    'render() { return html`<p style="color:#333">Dark letters</p>`; }',
    '(dark) is an obstacle to some people: color-contrast',
  ],
])('an element that %s does not pass', async (_what, body, expected) => {
  expect(await said(body)).toContain(expected);
});
