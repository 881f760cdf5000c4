import { html, type TemplateResult } from 'lit';
import '@tessera/sdk/ui';
import type { PluginState } from './plugin-api.ts';

const HUES: Readonly<Record<PluginState, number | null>> = {
  staged: 250,
  active: 155,
  disabled: null,
  starting: 250,
  draining: 250,
  blocked: 75,
  failed: 28,
  rejected: 28,
  quarantined: 28,
  removed: null,
};

/** Degrees of the colour of a state; null for grey. */
export function hueOf(state: PluginState): number | null {
  return HUES[state] ?? null;
}

/** The state of a plugin as a tag. */
export function stateTag(state: PluginState, t: (key: string) => string): TemplateResult {
  return html`<ts-tag .hue=${hueOf(state)}>${t(`plugins.state.${state}`)}</ts-tag>`;
}
