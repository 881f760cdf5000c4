import refine, { axiosInstance } from '@refinedev/simple-rest';
import { fetchUtils, type DataProvider } from 'ra-core';
import jsonServerProvider from 'ra-data-json-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  boolean,
  choice,
  date,
  defineEntity,
  definePlugin,
  integer,
  money,
  ref,
  text,
} from '@tessera/core';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

const Author = defineEntity('library.author', {
  label: { en: 'Author' },
  plural: { en: 'Authors' },
  path: 'authors',
  title: 'name',
  fields: { name: text().required().searchable(), country: choice(['cn', 'de']) },
});
const Book = defineEntity('library.book', {
  label: { en: 'Book' },
  plural: { en: 'Books' },
  path: 'books',
  title: 'title',
  fields: {
    title: text().required().searchable(),
    author: ref('library.author', { inverse: { name: 'books', label: { en: 'Books' } } }),
    pages: integer(),
    lent: boolean(),
    printed: date(),
    price: money(),
  },
});
const library = installed(definePlugin({ entities: [Author, Book] }), { id: 'library' });

let host: TestHost;
let admin: DataProvider;
let rest: ReturnType<typeof refine>;
let authors: { readonly id: string }[];
let books: { readonly id: string }[];

beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [library] });
  const url = `${await host.listen()}/api/library`;
  const authorization = (await host.as('administrator').authorization()) ?? '';
  admin = jsonServerProvider(url, (path, options = {}) =>
    fetchUtils.fetchJson(path, { ...options, headers: new Headers({ authorization }) }),
  );
  axiosInstance.defaults.headers.common['authorization'] = authorization;
  rest = refine(url);
});
afterAll(() => host?.close());

beforeEach(async () => {
  const client = host.as('administrator');
  for (const path of ['books', 'authors']) {
    const { body } = await client.get(`/api/library/${path}?_end=1000&fields=id`);
    const ids = (body as { id: string }[]).map((one) => one.id);
    await client.post(`/api/library/${path}/bulk`, { delete: ids });
  }
  const make = async (path: string, rows: object[]) => {
    const { body } = await client.post(`/api/library/${path}/bulk`, { create: rows });
    return (body as { outcomes: { id: string }[] }).outcomes;
  };
  authors = await make('authors', [
    { name: 'Lu Xun', country: 'cn' },
    { name: 'Heine', country: 'de' },
  ]);
  books = await make(
    'books',
    Array.from({ length: 25 }, (_, index) => ({
      title: `Book ${String(index + 1).padStart(2, '0')}`,
      author: authors[index % 2]?.id,
      pages: 100 + index,
      lent: index < 3,
      printed: `20${String(10 + (index % 5))}-06-01`,
      price: { amount: `${index}.50`, currency: 'USD' },
    })),
  );
});

const titles = (data: readonly object[]) => data.map((one) => (one as { title: string }).title);

test('react-admin lists, sorts, pages and filters', async () => {
  const page = await admin.getList('books', {
    pagination: { page: 2, perPage: 10 },
    sort: { field: 'title', order: 'DESC' },
    filter: {},
  });
  expect(page.total).toBe(25);
  expect(titles(page.data)).toEqual(
    Array.from({ length: 10 }, (_, index) => `Book ${String(15 - index).padStart(2, '0')}`),
  );

  const list = (filter: object) =>
    admin.getList('books', {
      pagination: { page: 1, perPage: 25 },
      sort: { field: 'id', order: 'ASC' },
      filter,
    });
  expect((await list({ lent: true })).total).toBe(3);
  expect(titles((await list({ pages_gte: 123 })).data)).toEqual(['Book 24', 'Book 25']);
  expect((await list({ q: 'book 07' })).total).toBe(1);
  expect((await list({ author: { country: 'cn' } })).total).toBe(13);
  expect((await list({ printed: ['2010-06-01', '2011-06-01'] })).total).toBe(10);
  expect((await list({ title_like: '03' })).total).toBe(1);
});

test('react-admin reads one, many and those that point to one', async () => {
  const [first, second] = books;
  const one = await admin.getOne('books', { id: first?.id });
  expect(one.data).toMatchObject({
    id: first?.id,
    title: 'Book 01',
    price: { amount: '0.50', currency: 'USD' },
  });
  const many = await admin.getMany('books', { ids: [first?.id, second?.id] });
  expect(titles(many.data).toSorted()).toEqual(['Book 01', 'Book 02']);
  const expanded = await admin.getOne('books', { id: first?.id, meta: { embed: 'author' } });
  expect(expanded.data['author']).toMatchObject({ title: 'Lu Xun' });
  const theirs = await admin.getManyReference('books', {
    target: 'author',
    id: authors[1]?.id ?? '',
    pagination: { page: 1, perPage: 5 },
    sort: { field: 'pages', order: 'ASC' },
    filter: {},
  });
  expect(theirs.total).toBe(12);
  expect(titles(theirs.data)).toEqual(['Book 02', 'Book 04', 'Book 06', 'Book 08', 'Book 10']);
});

test('react-admin creates, updates and deletes, one and many', async () => {
  const made = await admin.create('books', { data: { title: 'New', author: authors[0]?.id } });
  expect(made.data).toMatchObject({ title: 'New', version: 1 });
  const { id } = made.data;
  // It sends the whole record back, as its form holds it.
  const updated = await admin.update('books', {
    id,
    data: { ...made.data, pages: 7 },
    previousData: made.data,
  });
  expect(updated.data).toMatchObject({ id, title: 'New', pages: 7, version: 2 });
  const ids = books.slice(0, 2).map((one) => one.id);
  await admin.updateMany('books', { ids, data: { lent: false } });
  expect((await admin.getMany('books', { ids })).data.map((one) => one['lent'])).toEqual([
    false,
    false,
  ]);
  expect((await admin.delete('books', { id, previousData: updated.data })).data).toMatchObject({
    id,
    title: 'New',
  });
  await expect(admin.getOne('books', { id })).rejects.toMatchObject({ status: 404 });
  expect((await admin.deleteMany('books', { ids })).data).toEqual(ids);
});

test('react-admin shows why something was refused', async () => {
  await expect(admin.create('books', { data: { pages: 'many' } })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('not saved'),
    body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/title' })]) },
  });
});

test('refine lists with pages, sorters and filters', async () => {
  const page = await rest.getList({
    resource: 'books',
    pagination: { currentPage: 2, pageSize: 10, mode: 'server' },
    sorters: [
      { field: 'lent', order: 'desc' },
      { field: 'title', order: 'asc' },
    ],
  });
  expect(page.total).toBe(25);
  expect(titles(page.data)[0]).toBe('Book 11');
  const list = async (filters: NonNullable<Parameters<typeof rest.getList>[0]['filters']>) =>
    (await rest.getList({ resource: 'books', filters, pagination: { pageSize: 30 } })).data.length;
  expect(await list([{ field: 'title', operator: 'contains', value: '1' }])).toBe(12);
  expect(await list([{ field: 'pages', operator: 'gte', value: 120 }])).toBe(5);
  expect(await list([{ field: 'title', operator: 'ne', value: 'Book 01' }])).toBe(24);
  expect(await list([{ field: 'title', operator: 'in', value: ['Book 01', 'Book 02'] }])).toBe(2);
  expect(await list([{ field: 'author.name', operator: 'eq', value: 'Heine' }])).toBe(12);
  expect(await list([{ field: 'q', operator: 'eq', value: 'book 25' }])).toBe(1);
});

test('refine reads, creates, updates and deletes', async () => {
  const ids = books.slice(0, 3).map((one) => one.id);
  expect((await rest.getMany({ resource: 'books', ids })).data).toHaveLength(3);
  const { data: made } = await rest.create({
    resource: 'books',
    variables: { title: 'Fine', pages: 1 },
  });
  const id = made.id as string;
  expect(
    (await rest.update({ resource: 'books', id, variables: { pages: 2 } })).data,
  ).toMatchObject({ title: 'Fine', pages: 2 });
  expect((await rest.getOne({ resource: 'books', id })).data).toMatchObject({ pages: 2 });
  expect((await rest.deleteOne({ resource: 'books', id, variables: {} })).data).toMatchObject({
    id,
  });
  await expect(rest.getOne({ resource: 'books', id })).rejects.toMatchObject({
    statusCode: 404,
  });
});
