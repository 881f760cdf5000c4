const PREFIX = 'tessera.folded.';

/** Which groups of an entity's pages are folded in this browser, by their keys. */
export function readFolds(entity: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + entity) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : []);
  } catch {
    return new Set();
  }
}

/** Folds or unfolds one group and keeps that; answers what is folded now. */
export function toggleFold(entity: string, key: string): ReadonlySet<string> {
  const folded = new Set(readFolds(entity));
  if (!folded.delete(key)) folded.add(key);
  if (folded.size === 0) localStorage.removeItem(PREFIX + entity);
  else localStorage.setItem(PREFIX + entity, JSON.stringify([...folded]));
  return folded;
}
