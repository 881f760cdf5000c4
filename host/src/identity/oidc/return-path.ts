/** Where somebody goes after signing in: a path of our own, or the start page. Never another site, however it is spelled. */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 500) return '/';
  // Browsers read a backslash as a slash, and leave out tabs and line ends.
  // oxlint-disable-next-line no-control-regex -- those are what is looked for
  return /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(wanted) ? wanted : '/';
}
