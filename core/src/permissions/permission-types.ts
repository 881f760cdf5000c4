/**
 * Every permission by its name. A plugin adds those that it declares in `contract.ts`, by declaration merging on `@tessera/sdk`; the value is
 * always `true`. The verbs on records that every entity has (`create`, `read`, `update`, `delete`, `export`) are granted by roles and are not
 * here. Those of the platform are.
 *
 * @example
 * ```ts
 * declare module '@tessera/sdk' {
 *   interface PermissionTypes {
 *     'harbour.vessel.berth': true;
 *   }
 * }
 * ```
 */
export interface PermissionTypes {
  /** Install, enable, disable and remove plugins. */
  'tessera.plugin.manage': true;
  /** Change the settings of the workspace. */
  'tessera.settings.manage': true;
  /** Manage users, teams and roles. */
  'tessera.user.manage': true;
  /** Add and remove custom fields. */
  'tessera.field.manage': true;
  /** Import data. */
  'tessera.import.run': true;
  /** See and take back the imports of others. */
  'tessera.import.manage': true;
  /** Import history without transitions. */
  'tessera.import.history': true;
  /** Share views of lists with everybody. */
  'tessera.view.share': true;
  /** Look through the eyes of another user, without changing anything. */
  'tessera.user.impersonate': true;
  /** Set sharing defaults and sharing rules. */
  'tessera.sharing.manage': true;
  /** Export and erase everything about a person. */
  'tessera.privacy.manage': true;
  /** Read the audit. */
  'tessera.audit.read': true;
  /** Check the audit, and set how long it is kept. */
  'tessera.audit.manage': true;
}

/** A permission that a contract declares, or one of the platform. */
export type PermissionName = Extract<keyof PermissionTypes, string>;
