import type { AppMeta } from '@tessera/core';

/** Tells whether the server has newer code than what runs in this page. */
export interface RunningModules {
  /** Keeps which modules there were when the page began with them. */
  note(meta: AppMeta): void;
  haveChanged(meta: AppMeta): Promise<boolean>;
}

export function runningModules(): RunningModules {
  const loaded = new Map<string, string>();
  const note = (meta: AppMeta): void => {
    for (const { id, module } of meta.plugins)
      if (module !== null && !loaded.has(id)) loaded.set(id, module);
  };
  return {
    note,
    async haveChanged(meta) {
      note(meta);
      const isOther = meta.plugins.some(
        ({ id, module }) => module !== null && loaded.get(id) !== module,
      );
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
