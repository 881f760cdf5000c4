/**
 * The plugin `loyalty` 1.2, which does not start: it shows that the version before goes on serving.
 * @packageDocumentation
 */
import { definePlugin, type Plugin, type Resource } from '@tessera/sdk';
import { loyalty as before } from '../../1.1/src/index.ts';

const voucherService: Resource = {
  name: 'voucher-service',
  start: () => Promise.reject(new Error('The voucher service does not answer.')),
  stop: () => Promise.resolve(),
};

export const loyalty: Plugin = definePlugin({
  ...before,
  resources: [voucherService],
});
