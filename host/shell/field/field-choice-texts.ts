/** What a field of several choices tells screen readers; `{count}` is filled by the kit. */
export interface ChoiceTexts {
  readonly cleared: string;
  readonly focused: string;
  readonly selected: string;
  readonly deselected: string;
  readonly total: string;
}

export function choiceTexts(
  t: (key: string, values?: Readonly<Record<string, unknown>>) => string,
): ChoiceTexts {
  return {
    cleared: t('field.chosen.cleared'),
    focused: t('field.chosen.focused'),
    selected: t('field.chosen.added'),
    deselected: t('field.chosen.removed'),
    total: t('field.chosen.total', { number: '{count}' }),
  };
}
