/** Whether the page was opened at this very address, as by a link from elsewhere: it is shown as it says then. */
export function isOpenedHere(): boolean {
  const { navigation } = window as { navigation?: Partial<Navigation> };
  const opened = navigation?.activation?.entry;
  return opened !== undefined && opened.key === navigation?.currentEntry?.key;
}
