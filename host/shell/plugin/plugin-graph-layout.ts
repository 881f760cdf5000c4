/** A plugin as the picture needs it. */
export interface GraphPlugin {
  readonly id: string;
  readonly requires: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
}

export interface GraphNode {
  readonly id: string;
  /** From the left: what requires nothing stands first. */
  readonly column: number;
  /** From the top of its column. */
  readonly row: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly isOptional: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly columns: number;
  /** Of the longest column. */
  readonly rows: number;
}

/** Places plugins so that each stands right of what it requires; what is not installed is left out. */
export function layoutGraph(plugins: readonly GraphPlugin[]): Graph {
  const byId = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  const columns = new Map<string, number>();
  const columnOf = (id: string, path: readonly string[]): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const needed = Object.keys(byId.get(id)?.requires ?? {}).filter(
      (one) => byId.has(one) && !path.includes(one),
    );
    const column = Math.max(-1, ...needed.map((one) => columnOf(one, [...path, id]))) + 1;
    columns.set(id, column);
    return column;
  };
  const filled: number[] = [];
  const nodes = plugins.map(({ id }) => {
    const column = columnOf(id, []);
    const row = filled[column] ?? 0;
    filled[column] = row + 1;
    return { id, column, row };
  });
  return {
    nodes,
    edges: edgesOf(plugins, byId),
    columns: filled.length,
    rows: Math.max(0, ...filled.map((count) => count ?? 0)),
  };
}

function edgesOf(plugins: readonly GraphPlugin[], byId: ReadonlyMap<string, unknown>): GraphEdge[] {
  const edges = (plugin: GraphPlugin, isOptional: boolean): GraphEdge[] =>
    Object.keys(isOptional ? plugin.optional : plugin.requires)
      .filter((id) => byId.has(id) && id !== plugin.id)
      .map((id) => ({ from: id, to: plugin.id, isOptional }));
  return plugins.flatMap((plugin) => [...edges(plugin, false), ...edges(plugin, true)]);
}
