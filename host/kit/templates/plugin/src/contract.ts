import { serviceToken, type ServiceToken } from '@tessera/sdk';
import type { Item } from './entities/item.ts';

/** What other plugins may know of this one: names, types and tokens. Everything else can change without breaking anybody. */
export interface Items {
  /** Sets tasks to finished, as the one who acts; answers how many were open until now. */
  finish(ids: readonly string[]): Promise<number>;
}

/** The names of the plugin: a wrong one is an error of the compiler, here and in other plugins. */
declare module '@tessera/sdk' {
  interface EntityTypes {
    'my-plugin.item': typeof Item;
  }
  interface PermissionTypes {
    'my-plugin.item.finish': true;
  }
  interface ServiceTypes {
    'my-plugin.items': Items;
  }
}

/** `ctx.services.get(ITEMS)`, or `optional(ITEMS)` for a plugin that works without this one. */
export const ITEMS: ServiceToken<Items> = serviceToken('my-plugin.items');
