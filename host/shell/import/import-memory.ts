import type { Draft } from './import-draft.ts';

const PREFIX = 'tessera.import.';
const MOST = 20;

/** What a user chose for files with the same headers; kept in this browser, the last ones only. */
export class ImportMemory {
  readonly #key: string;
  constructor(user: string) {
    this.#key = `${PREFIX}${user}`;
  }

  recall(entity: string, headers: readonly string[]): Draft | undefined {
    const name = nameOf(entity, headers);
    return this.#read().find((kept) => kept.name === name)?.draft;
  }

  keep(entity: string, headers: readonly string[], draft: Draft): void {
    const name = nameOf(entity, headers);
    const others = this.#read().filter((kept) => kept.name !== name);
    const kept = [{ name, draft }, ...others].slice(0, MOST);
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing: the next file is mapped by its headers.
    }
  }

  #read(): readonly { readonly name: string; readonly draft: Draft }[] {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(value) ? value.filter(isKept) : [];
    } catch {
      return [];
    }
  }
}

function nameOf(entity: string, headers: readonly string[]): string {
  return JSON.stringify([entity, ...headers]);
}

function isKept(value: unknown): value is { name: string; draft: Draft } {
  const { name, draft } = (value ?? {}) as { name?: unknown; draft?: Partial<Draft> };
  return typeof name === 'string' && Array.isArray(draft?.columns);
}
