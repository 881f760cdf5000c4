const UNITS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** Reads `1d 2h 30m`, `90m`, `1:30` (hours and minutes) or a bare number of minutes; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const words = text.trim().toLowerCase();
  if (/^\d+$/.test(words)) return Number(words) * 60;
  const clock = /^(\d+):([0-5]\d)$/.exec(words);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
  const parts = [...words.matchAll(/(\d+(?:\.\d+)?)\s*([dhms])/g)];
  const isWhole =
    parts.length > 0 && words.replaceAll(/(\d+(?:\.\d+)?)\s*([dhms])/g, '').trim() === '';
  if (!isWhole) return undefined;
  return Math.round(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? 's'] ?? 1), 0),
  );
}

/** Writes whole seconds as {@link parseDuration} reads them: `1d 2h 30m`. */
export function writeDuration(seconds: number): string {
  if (seconds === 0) return '0m';
  let rest = seconds;
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return parts.join(' ');
}
