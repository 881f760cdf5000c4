/** How long a plugin's module may take to load, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Loads the elements of a plugin and defines them. A later attempt asks the server again: browsers may keep a failed module. */
export async function loadElements(module: string, plugin: string, attempt: number): Promise<void> {
  const address = attempt > 1 ? `${module}?attempt=${attempt}` : module;
  const exported = await inTime(
    import(/* @vite-ignore */ address) as Promise<Readonly<Record<string, unknown>>>,
  );
  for (const one of Object.values(exported)) {
    if (!isElement(one)) continue;
    const { tag } = one;
    if (tag?.startsWith(`${plugin}-`) && !customElements.get(tag)) customElements.define(tag, one);
  }
}

/** Makes an element by its constructor, so that what it throws is thrown here. */
export function makeElement(tag: string): HTMLElement {
  const element = customElements.get(tag);
  if (!element) throw new Error(`There is no element <${tag}>.`);
  return new element();
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Not loaded within ${PATIENCE_MS / 1000} s.`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

type ElementClass = CustomElementConstructor & { readonly tag?: string };

function isElement(value: unknown): value is ElementClass {
  return typeof value === 'function' && value.prototype instanceof HTMLElement;
}
