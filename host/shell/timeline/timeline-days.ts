/** An item of the timeline route. */
export interface TimelineItem {
  readonly kind: 'record' | 'change' | 'stage';
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly entity: string;
  readonly id: string;
  readonly title: string | null;
  readonly actor: {
    readonly kind: string;
    readonly userId: string | null;
    readonly name: string;
  } | null;
  /** Of a change: create, update, delete or restore. */
  readonly action?: string;
  readonly record?: Readonly<Record<string, unknown>> | null;
  /** Before and after, by field. */
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>>;
}

export interface TimelineDay {
  /** `YYYY-MM-DD` in the reader's time zone. */
  readonly day: string;
  readonly items: readonly TimelineItem[];
}

/** Groups items, newest first as they came, by the calendar day of the reader's zone. */
export function toDays(items: readonly TimelineItem[], timeZone: string): readonly TimelineDay[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = format.format(new Date(item.at));
    const group = days.get(day);
    if (group) group.push(item);
    else days.set(day, [item]);
  }
  return [...days].map(([day, group]) => ({ day, items: group }));
}
