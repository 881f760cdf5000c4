/** What a reader chose for this browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'compact' | 'normal' | 'comfortable';
  /** The sidebar shows icons only. */
  readonly isFolded: boolean;
}

const KEY = 'tessera.preferences';
const DEFAULTS: Preferences = { theme: 'system', density: 'normal', isFolded: false };

export function readPreferences(): Preferences {
  try {
    return {
      ...DEFAULTS,
      ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>),
    };
  } catch {
    return DEFAULTS;
  }
}

/** Keeps the choice and shows it at once. */
export function savePreferences(preferences: Preferences): void {
  localStorage.setItem(KEY, JSON.stringify(preferences));
  applyPreferences(preferences);
}

export function applyPreferences({ theme, density }: Preferences): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  dataset['density'] = density;
}
