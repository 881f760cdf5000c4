import { customer } from '@tessera/customer';
import { createTestHost, installed } from '@tessera/host/testing';
import { loyalty } from '@tessera/loyalty';
import { expect, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';
import { loyalty as next } from '../upgrades/1.1/src/index.ts';
import { loyalty as broken } from '../upgrades/1.2/src/index.ts';
import { makeAccount } from './account.ts';

const requires = { customer: '*' };
const BY = { userId: null, name: 'test' };

test('1.1 keeps what 1.0 wrote under its new name, and goes on when 1.2 does not start', async () => {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: [
      installed(customer, { id: 'customer' }),
      installed(loyalty, { id: 'loyalty', version: '1.0.0', requires }),
    ],
  });
  try {
    const admin = host.as('administrator');
    const account = await makeAccount(admin);
    const [gold] = (await admin.get('/api/loyalty/tiers?key=gold')).body;
    const path = `/api/loyalty/tiers/${gold.id}`;
    expect((await admin.patch(path, { perks: 'A personal advisor' })).status).toBe(200);

    await host.kernel.upgrade(installed(next, { id: 'loyalty', version: '1.1.0', requires }), {
      by: BY,
    });
    expect((await admin.get(path)).body).toMatchObject({
      benefits: 'A personal advisor',
      welcomePoints: null,
    });
    const bonus = () => admin.post(`/api/loyalty/accounts/${account}/bonus`, { points: 10 });
    expect(await bonus()).toMatchObject({ status: 201, body: { points: 10 } });

    const failed = host.kernel.upgrade(
      installed(broken, { id: 'loyalty', version: '1.2.0', requires }),
      { by: BY },
    );
    await expect(failed).rejects.toMatchObject({ code: 'CORE_PLUGIN_FAILED' });
    expect(await bonus()).toMatchObject({ status: 201, body: { points: 20 } });
    expect((await admin.get(path)).body).toMatchObject({ benefits: 'A personal advisor' });
  } finally {
    await host.close();
  }
});
