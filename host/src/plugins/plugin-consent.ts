import type { UploadedPackage } from './plugin-client.ts';

/** What an administrator agrees to before a package is installed, as lines of text. */
export function consentText({ id, version, description, plan }: UploadedPackage): string {
  const { manifest, permissions, hooks, events, contributions } = description;
  const slots = [...new Set(contributions.map(({ slot }) => slot))];
  const verb = { install: 'Install', upgrade: 'Upgrade', downgrade: 'Go back', same: 'Keep' };
  const versions = plan.from === null ? ` ${version}` : ` from ${plan.from} to ${version}`;
  const broken = plan.dependants.filter(({ isBroken }) => isBroken);
  return [
    printable(`${verb[plan.kind]} ${id}${versions} (${manifest.label.en})`),
    '\n',
    section(
      'It declares the permissions',
      permissions.map(({ name }) => name),
    ),
    section('It takes part in the hooks', hooks),
    section('It listens to the events', events),
    section('It shows something in', slots),
    section('It speaks to hosts outside', manifest.hosts ?? []),
    section('New in this version', plan.kind === 'install' ? [] : Object.values(plan.added).flat()),
    section('Gone in this version', Object.values(plan.removed).flat()),
    section('It changes the database now', plan.statements),
    section('It builds indexes beside', plan.indexes),
    section('It would drop later, when you finalize', plan.drops),
    section(
      'It would break',
      broken.map((one) => `${one.id}, which needs ${one.range}`),
    ),
    '\nA plugin runs inside of Tessera and can do whatever Tessera can: install only what you trust.\n',
  ].join('');
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `\n${title}:\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`;
}

/** Without what a terminal would obey: the words are a stranger's. */
function printable(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
