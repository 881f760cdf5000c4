import type { AppMeta } from '@tessera/core';

/** Tells whether the server has newer code than what runs in this page. */
export function runningModules(): { haveChanged(meta: AppMeta): Promise<boolean> } {
  const loaded = new Map<string, string>();
  return {
    async haveChanged(meta) {
      const isOther = meta.plugins.some(({ id, module }) => {
        const before = loaded.get(id);
        if (module && !before) loaded.set(id, module);
        return module !== null && before !== undefined && before !== module;
      });
      return isOther || (await hasOtherShell());
    },
  };
}

/** A module that is here once stays until the page is loaded again. */
async function hasOtherShell(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  if (!own) return false;
  const answer = await fetch('/', { headers: { Accept: 'text/html' } });
  const { pathname } = new URL(own.src);
  return answer.ok && !(await answer.text()).includes(pathname);
}
