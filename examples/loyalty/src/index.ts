import { definePlugin, type Plugin } from '@tessera/sdk';

export const loyalty: Plugin = definePlugin({});
