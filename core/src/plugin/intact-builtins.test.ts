import { expect, test } from 'vitest';
import { withIntactBuiltins } from './intact-builtins.ts';

const original = Array.prototype.map;

test('what code adds to, changes in or takes from what all code shares is undone, and named', async () => {
  const tricks = withIntactBuiltins('sly', async () => {
    await Promise.resolve();
    Object.defineProperty(Object.prototype, 'everywhere', { value: 1, configurable: true });
    Object.defineProperty(Array.prototype, 'map', { value: () => ['mine'], configurable: true });
    Reflect.deleteProperty(String.prototype, 'trim');
  });
  await expect(tricks).rejects.toMatchObject({
    code: 'CORE_PLUGIN_REJECTED',
    details: {
      id: 'sly',
      reason: expect.stringMatching(
        /Object\.prototype\.everywhere, Array\.prototype\.map, String\.prototype\.trim/,
      ),
    },
  });
  expect('everywhere' in {}).toBe(false);
  expect(Array.prototype.map).toBe(original);
  expect(' a '.trim()).toBe('a');
});

test('tricks are undone too when the code throws, and honest code is left alone', async () => {
  const failing = withIntactBuiltins('sly', () => {
    Object.defineProperty(Array.prototype, 'mine', { value: 1, configurable: true });
    throw new Error('never mind');
  });
  await expect(failing).rejects.toThrow('Array.prototype.mine');
  expect('mine' in []).toBe(false);
  await expect(withIntactBuiltins('honest', () => 7)).resolves.toBe(7);
  await expect(
    withIntactBuiltins('honest', () => Promise.reject(new Error('as it is'))),
  ).rejects.toThrow('as it is');
});
