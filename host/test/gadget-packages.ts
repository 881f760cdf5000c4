import * as core from '@tessera/core';
import { toyPackage } from './package-toy.ts';

type Sdk = Pick<typeof core, 'choice' | 'defineEntity' | 'definePlugin' | 'text'>;

/** The three versions are written out by themselves: each stands as text in its package, where nothing else of this file is. */
function first({ choice, defineEntity, definePlugin, text }: Sdk): core.Plugin {
  return definePlugin({
    entities: [
      defineEntity('gadget.part', {
        label: { en: 'Part', 'zh-CN': '零件' },
        plural: { en: 'Parts', 'zh-CN': '零件' },
        path: 'parts',
        title: 'name',
        fields: {
          name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
          colour: choice(['red', 'blue']).label({ en: 'Colour', 'zh-CN': '颜色' }),
        },
      }),
    ],
    config: {
      type: 'object',
      additionalProperties: false,
      required: ['greeting'],
      properties: {
        greeting: {
          type: 'string',
          default: 'Hello',
          maxLength: 10,
          'x-title': { en: 'Greeting', 'zh-CN': '问候语' },
        },
        times: {
          type: 'integer',
          default: 3,
          minimum: 1,
          'x-title': { en: 'Times', 'zh-CN': '次数' },
          'x-description': { en: 'How often it greets.', 'zh-CN': '问候的次数。' },
        },
        loud: { type: 'boolean', default: false, 'x-title': { en: 'Loud', 'zh-CN': '大声' } },
        key: { type: 'string', secret: true, 'x-title': { en: 'Key', 'zh-CN': '密钥' } },
      },
    },
    ui: {
      module: './ui/index.ts',
      contributions: [
        {
          slot: 'dashboard.widget',
          id: 'card',
          element: 'gadget-card',
          label: { en: 'Gadget', 'zh-CN': '小工具' },
        },
      ],
    },
  });
}

/** Renames a field, adds one, a permission and a widget. */
function second({ choice, defineEntity, definePlugin, text }: Sdk): core.Plugin {
  const widget = (id: string, element: string): core.Contribution => ({
    slot: 'dashboard.widget',
    id,
    element,
    label: { en: `Gadget ${id}`, 'zh-CN': `小工具 ${id}` },
  });
  return definePlugin({
    entities: [
      defineEntity('gadget.part', {
        label: { en: 'Part', 'zh-CN': '零件' },
        plural: { en: 'Parts', 'zh-CN': '零件' },
        path: 'parts',
        title: 'name',
        fields: {
          name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
          shade: choice(['red', 'blue']).was('colour').label({ en: 'Shade', 'zh-CN': '色调' }),
          size: text().label({ en: 'Size', 'zh-CN': '尺寸' }),
        },
      }),
    ],
    permissions: [
      {
        name: 'gadget.part.polish',
        label: { en: 'Polish parts', 'zh-CN': '打磨零件' },
        roles: ['administrator'],
      },
    ],
    ui: {
      module: './ui/index.ts',
      contributions: [widget('card', 'gadget-card'), widget('extra', 'gadget-extra')],
    },
  });
}

function broken({ definePlugin }: Sdk): core.Plugin {
  return definePlugin({
    resources: [
      {
        name: 'lamp',
        start: () => {
          throw new Error('The lamp does not light.');
        },
        stop: async () => {},
      },
    ],
  });
}

/** A browser module with an element for each name. */
function elements(version: string, names: readonly string[]): string {
  const classes = names.map(
    (name) => `
      export class Gadget_${name} extends TesseraElement {
        static tag = 'gadget-${name}';
        render() { return html\`<p>${name} of ${version}</p>\`; }
      }`,
  );
  return `import { html } from 'lit'; import { TesseraElement } from '@tessera/sdk/ui'; ${classes.join('')}`;
}

function pack(
  version: string,
  define: (sdk: Sdk) => core.Plugin,
  names: readonly string[],
): Buffer {
  const label = { en: 'Gadget', 'zh-CN': '小工具' };
  return Buffer.from(
    toyPackage({
      id: 'gadget',
      version,
      server: `import * as sdk from '@tessera/sdk'; export const gadget = (${define.toString()})(sdk);`,
      plugin: define(core),
      files: { 'ui/plugin.js': elements(version, names) },
      packageJson: {
        tessera: { id: 'gadget', engine: '*', requires: {}, optional: {}, label },
      },
    }),
  );
}

/** Packages of one plugin: 1.0.0, the better 1.1.0, and 1.2.0, which does not start. */
export const gadgetPackages = {
  first: pack('1.0.0', first, ['card']),
  second: pack('1.1.0', second, ['card', 'extra']),
  broken: pack('1.2.0', broken, []),
};
