import type { ReactiveControllerHost } from 'lit';

/** Something that can be done here and now, as the command palette offers it. */
export interface Command {
  /** Unique among the commands of a page. */
  readonly id: string;
  /** What people read: verb and object, in their language. */
  readonly label: string;
  /** Name of a Lucide icon. */
  readonly icon: string;
  /** Where it stands in the palette: the actions when not given. */
  readonly group?: string;
  /** The key that does the same, as people read it. */
  readonly shortcut?: string;
  /** Does it; the palette has closed by then. */
  run(): void;
}

const WANTED = 'ts-commands-wanted';
type Wanted = CustomEvent<Command[]>;

/** Offers commands for as long as the element is on the page. They are asked for each time the palette opens. */
export function registerCommands(
  element: ReactiveControllerHost & HTMLElement,
  commands: () => readonly Command[],
): void {
  const answer = (event: Event): void => {
    (event as Wanted).detail.push(...commands());
  };
  element.addController({
    hostConnected: () => window.addEventListener(WANTED, answer),
    hostDisconnected: () => window.removeEventListener(WANTED, answer),
  });
}

/** The commands of everything that is on the page now. */
export function offeredCommands(): readonly Command[] {
  const detail: Command[] = [];
  window.dispatchEvent(new CustomEvent(WANTED, { detail }));
  return detail;
}
