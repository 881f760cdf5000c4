import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PluginRow } from './plugin-api.ts';
import { layoutGraph, type Graph, type GraphEdge, type GraphNode } from './plugin-graph-layout.ts';
import { hueOf } from './plugin-state.ts';

const WIDTH = 150;
const HEIGHT = 40;
const BETWEEN_COLUMNS = 64;
const BETWEEN_ROWS = 16;
const EDGE = 4;

/** Which plugin stands on which: a picture, with the same in words for those who do not see it. */
@customElement('ts-plugin-graph')
export class PluginGraph extends TesseraElement {
  @property({ attribute: false }) plugins: readonly PluginRow[] = [];

  override render(): TemplateResult | typeof nothing {
    const shown = this.plugins.filter(({ state }) => state !== 'rejected' && state !== 'removed');
    const graph = layoutGraph(shown);
    if (graph.edges.length === 0) return nothing;
    const isBent = graph.edges.some((edge) => isBeside(edge, graph));
    const width =
      graph.columns * (WIDTH + BETWEEN_COLUMNS) - (isBent ? 0 : BETWEEN_COLUMNS) + 2 * EDGE;
    const height = graph.rows * (HEIGHT + BETWEEN_ROWS) - BETWEEN_ROWS + 2 * EDGE;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${this.t('plugins.graph')}>
        <svg
          role="group"
          aria-label=${this.#words(graph)}
          width=${width}
          height=${height}
          viewBox="0 0 ${width} ${height}"
        >
          ${graph.edges.map((edge) => this.#edge(edge, graph))}
          ${graph.nodes.map((node) => this.#node(node))}
        </svg>
      </div>
      <p class="mut legend">
        <span><i></i>${this.t('plugins.graph.requires')}</span>
        <span><i class="dashed"></i>${this.t('plugins.graph.optional')}</span>
      </p>`;
  }

  #edge(edge: GraphEdge, graph: Graph): SVGTemplateResult {
    const start = placeOf(nodeOf(edge.from, graph));
    const end = placeOf(nodeOf(edge.to, graph));
    const isBent = isBeside(edge, graph);
    const [x1, y1] = [start.x + WIDTH, start.y + HEIGHT / 2];
    const [x2, y2] = isBent ? [end.x + WIDTH, end.y + HEIGHT / 2] : [end.x, end.y + HEIGHT / 2];
    const bend = BETWEEN_COLUMNS / 2;
    const path = isBent
      ? `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 + bend} ${y2} ${x2} ${y2}`
      : `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    return svg`<path class=${edge.isOptional ? 'edge dashed' : 'edge'} d=${path}></path>`;
  }

  #node(node: GraphNode): SVGTemplateResult {
    const plugin = this.plugins.find(({ id }) => id === node.id)!;
    const { x, y } = placeOf(node);
    const hue = hueOf(plugin.state);
    const colour = hue === null ? 'oklch(0.6 0.02 262)' : `oklch(0.65 0.17 ${hue})`;
    const isOff = plugin.state !== 'active';
    return svg`<a href="/plugins/${node.id}" class=${isOff ? 'node off' : 'node'} transform="translate(${x} ${y})">
      <rect width=${WIDTH} height=${HEIGHT} rx="8"></rect>
      <circle cx="16" cy=${HEIGHT / 2} r="4" style="fill:${colour}"></circle>
      <text x="28" y=${HEIGHT / 2 + 4}>${shorten(this.localized(plugin.label))}</text>
    </a>`;
  }

  #words({ edges }: Graph): string {
    const name = (id: string): string => {
      const found = this.plugins.find((plugin) => plugin.id === id);
      return found ? this.localized(found.label) : id;
    };
    return edges
      .map(({ from, to, isOptional }) =>
        this.t(isOptional ? 'plugins.graph.uses' : 'plugins.graph.needs', {
          plugin: name(to),
          other: name(from),
        }),
      )
      .join(' ');
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: grid;
        gap: 8px;
        min-width: 0;
      }
      .scroll {
        overflow: auto;
      }
      svg {
        display: block;
      }
      rect {
        fill: var(--ts-bg-raised);
        stroke: var(--ts-line-strong);
      }
      .node:hover rect,
      .node:focus-visible rect {
        stroke: var(--ts-accent);
      }
      .off rect {
        stroke-dasharray: 3 3;
      }
      text {
        font: 500 12px var(--ts-font);
        fill: var(--ts-fg);
      }
      .off text {
        fill: var(--ts-fg-2);
      }
      .edge {
        fill: none;
        stroke: var(--ts-fg-3);
        stroke-width: 1.5;
      }
      .edge.dashed {
        stroke-dasharray: 4 4;
      }
      .legend {
        display: flex;
        gap: 16px;
        font-size: 12px;
      }
      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .legend i {
        width: 20px;
        border-top: 2px solid var(--ts-fg-3);
      }
      .legend i.dashed {
        border-top-style: dashed;
      }
    `,
  ];
}

function nodeOf(id: string, { nodes }: Graph): GraphNode {
  return nodes.find((node) => node.id === id)!;
}

/** Whether an edge leads to its own column: it is bent around outside. */
function isBeside({ from, to }: GraphEdge, graph: Graph): boolean {
  return nodeOf(from, graph).column === nodeOf(to, graph).column;
}

function placeOf({ column, row }: GraphNode): { readonly x: number; readonly y: number } {
  return {
    x: EDGE + column * (WIDTH + BETWEEN_COLUMNS),
    y: EDGE + row * (HEIGHT + BETWEEN_ROWS),
  };
}

/** SVG does not cut texts. */
function shorten(label: string): string {
  const width = Array.from(label).reduce((sum, letter) => sum + (/[⺀-￿]/.test(letter) ? 2 : 1), 0);
  return width <= 18 ? label : `${Array.from(label).slice(0, 16).join('')}…`;
}
