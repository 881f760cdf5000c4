import { defineErrors } from '@tessera/core';

/** The errors of plugins and their packages. */
export const errors = defineErrors({
  packageRefused: {
    code: 'HOST_PACKAGE_REFUSED',
    status: 422,
    message: 'The package was refused, nothing of it was kept: {reason}',
  },
  packageFaulty: {
    code: 'HOST_PACKAGE_FAULTY',
    status: 422,
    message: 'The package of {plugin} cannot be used: {faults}',
  },
  packageMissing: {
    code: 'HOST_PACKAGE_MISSING',
    status: 404,
    message: 'There is no package {digest} here. Upload it again.',
  },
  packageInUse: {
    code: 'HOST_PACKAGE_IN_USE',
    status: 409,
    message:
      'This package is what {plugin} runs. Remove the plugin, or install another version, before you throw it away.',
  },
  pluginUnloadable: {
    code: 'HOST_PLUGIN_UNLOADABLE',
    status: 422,
    message: 'The code of {plugin} could not be loaded: {reason}',
  },
  pluginEndsProcess: {
    code: 'HOST_PLUGIN_ENDS_PROCESS',
    status: 500,
    message:
      'The plugin {plugin} called {call}. A plugin cannot end the host; throw an error instead.',
  },
  purgeUnconfirmed: {
    code: 'HOST_PURGE_UNCONFIRMED',
    status: 422,
    message: 'Nothing was deleted: “confirm” must be the id of the plugin, {id}.',
  },
  exportMissing: {
    code: 'HOST_PURGE_EXPORT_MISSING',
    status: 404,
    message:
      'This host has no export of the data of {id}. It is written when the data is deleted, by the host that deletes it.',
  },
  consentMissing: {
    code: 'HOST_CONSENT_MISSING',
    status: 422,
    message: 'Nothing was installed: read what {id} asks for, and send “consent”: true.',
  },
  settingsNone: {
    code: 'HOST_PLUGIN_SETTINGS_NONE',
    status: 404,
    message: 'The plugin {id} has no settings.',
  },
  settingsInvalid: {
    code: 'HOST_PLUGIN_SETTINGS_INVALID',
    status: 422,
    message: 'The settings of {id} were not saved: some values are not valid.',
  },
  settingsRefused: {
    code: 'HOST_PLUGIN_SETTINGS_REFUSED',
    status: 422,
    message:
      'The plugin {id} does not start with these settings, and goes on with those before: {reason}',
  },
  settingsChanged: {
    code: 'HOST_PLUGIN_SETTINGS_CHANGED',
    status: 409,
    message: 'Somebody else has just changed the settings of {id}. Read them again, then save.',
  },
  packageTypeWrong: {
    code: 'HOST_PACKAGE_TYPE_WRONG',
    status: 415,
    message: 'Send the package itself, with the header “Content-Type: application/gzip”.',
  },
  packageTooLarge: {
    code: 'HOST_PACKAGE_TOO_LARGE',
    status: 413,
    message: 'The package is larger than {limit} bytes.',
  },
});
