import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function lines(): { readonly log: ReturnType<typeof createLog>; readonly read: () => unknown[] } {
  const written: string[] = [];
  const log = createLog('info', { write: (line) => void written.push(line) });
  return { log, read: () => written.map((line) => JSON.parse(line) as unknown) };
}

test('a line is an object with its level, time, details and message', () => {
  const { log, read } = lines();
  log.debug('left out');
  log.info('request', { path: '/api', status: 200, user: undefined });
  expect(read()).toEqual([
    { level: 'info', time: expect.any(String), path: '/api', status: 200, msg: 'request' },
  ]);
});

test.each(['password', 'token', 'secret', 'cookie', 'authorization', 'connectionString'])(
  'a %s is blotted out at the top and one level below',
  (name) => {
    const { log, read } = lines();
    const details = { [name]: 'tsr_x', headers: { [name]: ['tsr_x'], host: 'crm' }, count: 1 };
    log.error('failed', details);
    expect(read()).toMatchObject([
      { [name]: '•••', headers: { [name]: '•••', host: 'crm' }, count: 1 },
    ]);
    expect(details[name]).toBe('tsr_x');
  },
);

test.each([
  ['ends', 'process.exit(3)'],
  ['crashes', 'throw new Error("over")'],
  ['has nothing left to do', ''],
  ['is killed after a warning', 'log.warn("last"); process.kill(process.pid, "SIGKILL")'],
])('nothing that was written is lost when the process %s', (_, end) => {
  const file = new URL('log.ts', import.meta.url).href;
  const program = `import { createLog } from '${file}';
    const log = createLog('info');
    for (let n = 0; n < 3; n++) log.info('line', { n });
    ${end}`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout.match(/"n":\d/g)).toEqual(['"n":0', '"n":1', '"n":2']);
});
