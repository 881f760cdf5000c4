import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pagePolicy } from './security-headers.ts';

test('a page may run its own files and its inline scripts, and nothing else', () => {
  const map = '{"imports":{}}';
  const html = `<script type="importmap">${map}</script><script type="module" src="/a.js"></script>`;
  const hash = createHash('sha256').update(map).digest('base64');
  expect(pagePolicy(html)).toContain(`script-src 'self' 'sha256-${hash}';`);
  expect(pagePolicy(html)).not.toContain('unsafe-eval');
});

test('a page without inline scripts names no hash', () => {
  expect(pagePolicy('<p>none</p>')).toContain("script-src 'self';");
});
