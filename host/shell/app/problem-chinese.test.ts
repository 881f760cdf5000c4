import type { AppMeta } from '@tessera/core';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemsZhCn } from '../locales/problems-zh-CN.ts';
import { problemInChinese } from './problem-chinese.ts';

const meta = {
  entities: [
    {
      path: 'customer/accounts',
      fields: [{ name: 'name', label: { en: 'Name', 'zh-CN': '名称' } }],
    },
  ],
  locales: {
    'zh-CN': { customer: { 'error.CUSTOMER_ACCOUNT_CIRCLE': '客户不能成为自己的上级。' } },
  },
} as unknown as AppMeta;

test('a problem is said by its code, with its details', () => {
  const problem = {
    code: 'HOST_TRIES_TOO_MANY',
    detail: 'Too many tries. Wait 30 seconds and try again.',
    retryAfter: 30,
  };
  expect(problemInChinese('/api/auth/login', problem, undefined).detail).toBe(
    '尝试次数过多，请在 30 秒后重试。',
  );
});

test('what is wrong with a field is said with its Chinese label', () => {
  const errors = [
    { pointer: '/name', detail: 'Name is required.' },
    { pointer: '/update/3/name', detail: 'Name can have 200 characters at most.' },
    { pointer: '/name', detail: 'A plugin says something else.' },
  ];
  const told = problemInChinese(
    '/api/customer/accounts',
    { code: 'CORE_INPUT_INVALID', detail: 'x', errors },
    meta,
  );
  expect(told.errors?.map(({ detail }) => detail)).toEqual([
    '名称必填。',
    '名称最多 200 个字符。',
    'A plugin says something else.',
  ]);
});

test('a refusal of a plugin is said with the text that the plugin brings', () => {
  const detail = 'An account cannot stand below itself.';
  const problem = {
    code: 'CORE_GUARD_REFUSED',
    refusal: 'CUSTOMER_ACCOUNT_CIRCLE',
    detail,
    errors: [{ pointer: '/parent', detail }],
  };
  expect(problemInChinese('/api/customer/accounts', problem, meta)).toMatchObject({
    detail: '客户不能成为自己的上级。',
    errors: [{ pointer: '/parent', detail: '客户不能成为自己的上级。' }],
  });
});

test('a problem without a Chinese sentence stays as it is', () => {
  expect(problemInChinese('/api/x', { code: 'X_OTHER', detail: 'Something.' }, meta)).toEqual({
    code: 'X_OTHER',
    detail: 'Something.',
  });
});

test('every code with a Chinese sentence is one that the manual of errors has', () => {
  const manual = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  expect(Object.keys(problemsZhCn).filter((code) => !manual.includes(code))).toEqual([]);
});
