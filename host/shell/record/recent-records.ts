/** A record that was opened in this browser. */
export interface RecentRecord {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}

const KEY = 'tessera.recent';
const MOST = 20;

interface Kept {
  readonly user: string;
  readonly records: readonly RecentRecord[];
}

/** What a user opened, the last first. What another user opened in this browser is nobody's business. */
export function recentRecords(user: string): readonly RecentRecord[] {
  const kept = read();
  return kept?.user === user ? kept.records : [];
}

/** Puts a record to the front. */
export function rememberRecord(user: string, record: RecentRecord): void {
  const others = recentRecords(user).filter(({ id }) => id !== record.id);
  write({ user, records: [record, ...others].slice(0, MOST) });
}

/** Forgets what was opened, whoever did it. */
export function forgetRecords(): void {
  localStorage.removeItem(KEY);
}

function read(): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    if (typeof kept?.user !== 'string' || !Array.isArray(kept.records)) return undefined;
    return { user: kept.user, records: kept.records.filter(isRecord) };
  } catch {
    return undefined;
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A full store only forgets.
  }
}

function isRecord(value: unknown): value is RecentRecord {
  const { entity, id, title } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [entity, id, title].every((one) => typeof one === 'string');
}
