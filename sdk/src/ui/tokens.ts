/** A CSS custom property that elements may use. */
export interface Token {
  /** For example `--ts-fg`. */
  readonly name: string;
  /** What it is for. */
  readonly use: string;
}

/**
 * The tokens: what colours, corners, shadows and type are taken from, so that an element fits both themes, every density and the
 * workspace's own hue. Use nothing else in the CSS of an element.
 */
export const tokens: readonly Token[] = [
  { name: '--ts-bg-app', use: 'background of the window, behind the panel' },
  { name: '--ts-bg', use: 'background of the panel' },
  { name: '--ts-bg-raised', use: 'background of cards, buttons and popovers' },
  { name: '--ts-bg-hover', use: 'what the pointer is over' },
  { name: '--ts-bg-active', use: 'what is pressed or chosen, without being the accent' },
  { name: '--ts-fg', use: 'text' },
  { name: '--ts-fg-2', use: 'text of second rank' },
  { name: '--ts-fg-3', use: 'placeholders and hints of keys' },
  { name: '--ts-line', use: 'lines of one pixel' },
  { name: '--ts-line-strong', use: 'borders of fields' },
  { name: '--ts-accent', use: 'the primary action, focus, selection, progress; nothing else' },
  { name: '--ts-accent-strong', use: 'the primary action under the pointer' },
  { name: '--ts-accent-soft', use: 'background of what is selected' },
  { name: '--ts-on-accent', use: 'text on the accent' },
  { name: '--ts-success', use: 'text that tells of success' },
  { name: '--ts-warning', use: 'text that warns' },
  { name: '--ts-danger', use: 'text of errors and of actions that take away' },
  { name: '--ts-shadow-1', use: 'shadow of controls' },
  { name: '--ts-shadow-2', use: 'shadow of popovers' },
  { name: '--ts-shadow-3', use: 'shadow of dialogs' },
  { name: '--ts-radius-s', use: 'corners of keys, 4 px' },
  { name: '--ts-radius-m', use: 'corners of controls, 6 px' },
  { name: '--ts-radius-l', use: 'corners of cards and panels, 10 px' },
  { name: '--ts-row-height', use: 'height of a row at the density that the reader chose' },
  { name: '--ts-font', use: 'the family of type' },
];
