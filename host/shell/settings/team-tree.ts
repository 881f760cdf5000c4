import { referenceId, type WireRecord } from '../field/field-kind.ts';

export interface TeamBranch {
  readonly team: WireRecord;
  readonly below: readonly TeamBranch[];
}

/** Teams below their parents, in the order given. Who has no parent among them, or is above itself, stands at the top. */
export function teamTree(teams: readonly WireRecord[]): readonly TeamBranch[] {
  const known = new Map(teams.map((team) => [team.id, team]));
  const parentOf = (team: WireRecord): string | undefined => {
    const parent = referenceId(team['parent']);
    return parent && known.has(parent) && !isAboveItself(team, known) ? parent : undefined;
  };
  const byParent = Map.groupBy(teams, parentOf);
  const branches = (parent: string | undefined): TeamBranch[] =>
    (byParent.get(parent) ?? []).map((team) => ({ team, below: branches(team.id) }));
  return branches(undefined);
}

/** The teams that a team can be put below, as deep as they stand: neither itself nor what is below it. */
export function teamsThatTake(
  teams: readonly WireRecord[],
  moved: string,
): readonly { readonly team: WireRecord; readonly depth: number }[] {
  const flat = (
    branches: readonly TeamBranch[],
    depth: number,
  ): { readonly team: WireRecord; readonly depth: number }[] =>
    branches
      .filter(({ team }) => team.id !== moved)
      .flatMap(({ team, below }) => [{ team, depth }, ...flat(below, depth + 1)]);
  return flat(teamTree(teams), 0);
}

function isAboveItself(team: WireRecord, known: ReadonlyMap<string, WireRecord>): boolean {
  const seen = new Set<string>();
  let at: WireRecord | undefined = team;
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    at = known.get(referenceId(at['parent']) ?? '');
  }
  return at?.id === team.id;
}
