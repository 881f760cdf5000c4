import { expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';

test('what is closed opens with the same key only, and not after a change', async () => {
  const box = await createSecretBox('', 'a passphrase that is long enough');
  const closed = box.close('secret of the mail server');
  expect(closed).not.toContain('secret');
  expect(box.close('secret of the mail server')).not.toBe(closed);
  expect(box.open(closed)).toBe('secret of the mail server');
  const other = await createSecretBox('', 'another passphrase, as long');
  expect(() => other.open(closed)).toThrow('cannot be read with the key of this host');
  const [version, nonce, tag, text = ''] = closed.split('.');
  const changed = [version, nonce, tag, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`].join(
    '.',
  );
  expect(() => box.open(changed)).toThrow('cannot be read with the key of this host');
});
