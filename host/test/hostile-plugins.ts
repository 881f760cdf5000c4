import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The decent plugin among them: what others do must not hurt its things. Baits are there to be tapped. */
const BASE = `
import { defineEntity, text } from '@tessera/sdk';
const entity = (id, path) => defineEntity(id, {
  label: { en: id }, plural: { en: id }, path, owned: false, title: 'name', fields: { name: text().required() },
});
export const base = {
  entities: [entity('base.thing', 'things'), entity('base.bait', 'baits'), entity('base.guarded', 'guarded'),
    entity('base.written', 'written')],
  offers: [{ name: 'base.thing.asking', kind: 'collect', timeoutMs: 200 }],
  routes: [{ method: 'GET', path: '/ask', summary: { en: 'Asks all' }, permission: 'public',
    handler: (ctx) => ctx.hooks.call('base.thing.asking', {}) }],
};`;

const GUEST = { base: '^1' };

function route(path: string, body: string, more = ''): string {
  return `{ method: 'GET', path: '/${path}', summary: { en: '${path}' }, permission: 'public', ${more}
    handler: (ctx) => { ${body}; return { done: true }; } }`;
}

const HANG = 'return new Promise(() => {})';

/** Plugins that do what no plugin should, by id. */
const HOSTILE: Readonly<Record<string, string>> = {
  'throws-at-import': `throw new Error('I do not load');`,
  'hangs-at-import': `await new Promise(() => {}); export const hangsAtImport = { routes: [] };`,
  'tricks-at-import': `Object.prototype.everywhere = 'mine'; Array.prototype.map = () => ['mine'];
    export const tricksAtImport = { routes: [] };`,
  'exits-at-import': `process.exit(3); export const exitsAtImport = { routes: [] };`,
  'throws-in-start': `export const throwsInStart = { resources: [
    { name: 'pump', start: async () => { throw new Error('I do not start'); }, stop: async () => {} }] };`,
  'hangs-in-start': `export const hangsInStart = { resources: [
    { name: 'pump', start: () => new Promise(() => {}), stop: async () => {} }] };`,
  'tricks-in-start': `export const tricksInStart = { resources: [
    { name: 'trick', start: async () => { String.prototype.trim = () => 'mine'; }, stop: async () => {} }] };`,
  'takes-names': `export const takesNames = {
    permissions: [{ name: 'base.thing.steal', label: { en: 'Steal' } }],
    offers: [{ name: 'base.thing.asking', kind: 'filter' }],
    services: [{ token: { name: 'base.things' }, create: () => ({}) }],
    ui: { contributions: [{ slot: 'home', element: 'base-card' }] } };`,
  'takes-entity': `import { defineEntity, text } from '@tessera/sdk';
    export const takesEntity = { entities: [defineEntity('base.thing', { label: { en: 'Mine' }, plural: { en: 'Mine' },
      path: 'things', owned: false, title: 'name', fields: { name: text() } })] };`,
  strays: `import { EventEmitter } from 'node:events';
    export const strays = {
      resources: [{ name: 'clock', stop: async (timer) => clearTimeout(timer),
        start: async () => setTimeout(() => { throw new Error('a timer of mine blew'); }, 20) }],
      routes: [
        ${route('reject', `void Promise.reject(new Error('nobody waits for me'))`)},
        ${route('emit', `setImmediate(() => new EventEmitter().emit('error', new Error('nobody listens')))`)},
        ${route('text', `queueMicrotask(() => { throw 'not even an error'; })`)} ] };`,
  taps: `export const taps = { hooks: [
    { hook: 'base.bait.validating', handler: () => { throw new Error('my filter broke'); } },
    { hook: 'base.guarded.creating', timeoutMs: 200, handler: () => { ${HANG}; } },
    { hook: 'base.written.writing', timeoutMs: 200, handler: () => { ${HANG}; } },
    { hook: 'base.thing.asking', handler: () => { ${HANG}; } } ] };`,
  routes: `export const routes = { routes: [
    ${route('throw', `throw new Error('my route broke')`)},
    ${route('hang', HANG, 'timeoutMs: 200,')} ] };`,
  events: `export const events = { events: [
    { event: 'base.thing.created', name: 'throws', retries: 0, handler: () => { throw new Error('I never deliver'); } },
    { event: 'base.thing.created', name: 'hangs', retries: 0, timeoutMs: 200, handler: () => { ${HANG}; } } ] };`,
  flood: `export const flood = { routes: [ ${route(
    'open',
    `for (let line = 0; line < 5000; line++) { console.log('flood', line); ctx.log.warn('flood ' + line); }`,
  )} ] };`,
  ends: `export const ends = { routes: [
    ${route('exit', 'process.exit(1)')}, ${route('abort', 'process.abort()')},
    ${route('kill', `process.kill(process.pid, 'SIGKILL')`)} ] };`,
};

/** An application whose folder has all of them in it, before the host that runs it knows any. */
export async function writeHostileApplication(folder: string, root: string): Promise<void> {
  const plugins = { base: BASE, ...HOSTILE };
  const dependencies = Object.fromEntries(
    Object.keys(plugins).map((id) => [`plugin-${id}`, '1.0.0']),
  );
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(join(root, 'node_modules/@tessera'), join(folder, 'node_modules/@tessera'));
  const about = { name: 'application', version: '1.0.0', type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...about, dependencies }));
  for (const [id, source] of Object.entries(plugins)) {
    const home = join(folder, 'node_modules', `plugin-${id}`);
    await mkdir(home);
    await writeFile(join(home, 'index.js'), source);
    const requires = id === 'base' ? {} : GUEST;
    const tessera = { id, engine: '*', requires, optional: {}, label: { en: id } };
    await writeFile(
      join(home, 'package.json'),
      JSON.stringify({
        ...about,
        name: `plugin-${id}`,
        exports: './index.js',
        keywords: ['tessera-plugin'],
        tessera,
      }),
    );
  }
}
