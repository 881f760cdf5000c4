/**
 * The plugin `customer`: accounts, contacts and what was done with them.
 * @packageDocumentation
 */
import { definePlugin, on, onBatch, type Plugin } from '@tessera/sdk';
import { Account } from './entities/account.ts';
import { Activity } from './entities/activity.ts';
import { PostalAddress } from './entities/address.ts';
import { ContactPoint } from './entities/contact-point.ts';
import { Contact } from './entities/contact.ts';
import en from './locales/en.json' with { type: 'json' };
import zhCn from './locales/zh-CN.json' with { type: 'json' };
import { grants } from './permissions.ts';
import { customerSamples } from './samples/customer-samples.ts';
import { keepTimes } from './services/activities.ts';
import { followContacts, keepNormalized, refuseWrongEmail } from './services/contact-points.ts';
import { followPoints } from './services/primary-points.ts';
import { keepFullName } from './services/full-name.ts';
import { refuseAccountCircle, refuseReportingCircle } from './services/hierarchy.ts';

export const customer: Plugin = definePlugin({
  entities: [Account, Contact, ContactPoint, PostalAddress, Activity],
  grants,
  hooks: [
    on('customer.account.writing', refuseAccountCircle, { fields: ['parent'] }),
    on('customer.contact.validating', keepFullName),
    on('customer.contact.writing', refuseReportingCircle, { fields: ['reportsTo'] }),
    onBatch('customer.contact.writing', followContacts, { fields: ['email', 'phone'] }),
    on('customer.contactPoint.validating', keepNormalized),
    on('customer.contactPoint.creating', refuseWrongEmail),
    on('customer.contactPoint.updating', refuseWrongEmail),
    onBatch('customer.contactPoint.writing', followPoints),
    on('customer.activity.validating', keepTimes),
  ],
  samples: customerSamples,
  locales: { en, 'zh-CN': zhCn },
  ui: {
    module: './ui/index.ts',
    contributions: [
      { slot: 'app.nav', id: 'accounts', entity: 'customer.account', order: 10 },
      { slot: 'app.nav', id: 'contacts', entity: 'customer.contact', order: 20 },
      { slot: 'app.nav', id: 'activities', entity: 'customer.activity', order: 30 },
      {
        slot: 'dashboard.widget',
        id: 'my-tasks',
        element: 'customer-my-tasks',
        label: { en: 'My open tasks', 'zh-CN': '我的待办任务' },
        icon: 'list-checks',
        order: 10,
      },
    ],
  },
});
