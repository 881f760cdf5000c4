import { expect, test } from 'vitest';
import type { Check } from '../src/check/check.ts';
import { packaging } from '../src/check/packaging.ts';
import { types } from '../src/check/types.ts';
import { findingsOfFolder } from './check-folders.ts';

const INDEX = `import { definePlugin, defineHook } from '@tessera/sdk';
export const toy = definePlugin({ offers: [defineHook({ name: 'toy.item.naming', kind: 'collect' })] });`;
const CONTRACT = `import type { HookType } from '@tessera/sdk';
declare module '@tessera/sdk' {
  interface HookTypes { 'toy.item.naming': HookType<'collect', { readonly id: string }, string>; }
}
export const ITEM = 'toy.item';`;
const SOUND = { 'src/index.ts': INDEX, 'src/contract.ts': CONTRACT };

test.each([packaging, types])('a sound package keeps the promise of $name', async (check) => {
  expect(await findingsOfFolder(check, SOUND)).toEqual([]);
});

const broken: readonly (readonly [
  what: string,
  check: Check,
  files: Readonly<Record<string, string>>,
  said: string,
])[] = [
  [
    'brings a lit of its own',
    packaging,
    {
      'src/ui/index.ts': `import { html } from 'lit-html';
export class Card extends HTMLElement { static tag = 'toy-card'; connectedCallback() { this.title = String(html\`<p>toy</p>\`); } }`,
    },
    'lit',
  ],
  [
    'names a folder of the machine',
    packaging,
    { 'src/index.ts': `${INDEX}\nexport const place = '/home/somebody/projects/toy';` },
    '/home/somebody/projects/toy',
  ],
  [
    'does not declare the hook that it offers',
    types,
    { 'src/contract.ts': `export const ITEM = 'toy.item';` },
    'does not declare the hook toy.item.naming',
  ],
  [
    'declares every name that there could be',
    types,
    {
      'src/contract.ts': CONTRACT.replace("'toy.item.naming':", '[name: string]:'),
    },
    'by a pattern',
  ],
];

test.each(broken)('a package that %s does not pass %o', async (_what, check, files, said) => {
  const findings = await findingsOfFolder(check, { ...SOUND, ...files });
  const messages = findings.map(({ message }) => message).join('\n');
  expect(messages).toContain(said);
  expect(messages).not.toContain('could not be carried out');
});
