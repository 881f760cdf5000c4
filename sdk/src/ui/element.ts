import { ContextConsumer } from '@lit/context';
import { LitElement, type CSSResultGroup } from 'lit';
import type { AppMeta, EntityMeta, LocalizedText } from '@tessera/core';
import type { ApiClient } from './api-client.ts';
import { baseStyles } from './base-styles.ts';
import { environmentContext, type Environment } from './environment.ts';
import type { LiveClient } from './live-client.ts';
import { localized } from './localized.ts';

/**
 * The base of every element of the UI: styles, texts, and what the shell gives. It renders only inside a shell. The class has a static `tag` that
 * begins with the plugin’s id; the shell defines it.
 *
 * @example
 * ```ts
 * import { TesseraElement } from '@tessera/sdk/ui';
 * import { html, type TemplateResult } from 'lit';
 * import { property, state } from 'lit/decorators.js';
 *
 * export class Vessels extends TesseraElement {
 *   static readonly tag = 'harbour-vessels';
 *   @property() override id = '';
 *   @state() private count: number | undefined;
 *   #stop: (() => void) | undefined;
 *
 *   override connectedCallback(): void {
 *     super.connectedCallback();
 *     void this.#read();
 *     this.#stop = this.live.watch({ entities: ['harbour.vessel'] }, () => void this.#read());
 *   }
 *   override disconnectedCallback(): void {
 *     this.#stop?.();
 *     super.disconnectedCallback();
 *   }
 *   override render(): TemplateResult {
 *     return html`<ts-stat .label=${this.t('harbour:vessels')} .value=${String(this.count ?? '…')}></ts-stat>`;
 *   }
 *   async #read(): Promise<void> {
 *     this.count = (await this.api.get<readonly unknown[]>('/api/harbour/vessels')).length;
 *   }
 * }
 * ```
 */
export class TesseraElement extends LitElement {
  /** An element with styles of its own puts `super.styles` first. */
  static override styles: CSSResultGroup = [baseStyles];

  readonly #environment = new ContextConsumer(this, {
    context: environmentContext,
    subscribe: true,
  });

  /** What the shell gives. @throws Error when the element stands outside of a shell. */
  get environment(): Environment {
    const found = this.#environment.value;
    if (!found) throw new Error(`<${this.localName}> stands outside of a Tessera shell.`);
    return found;
  }
  /** Speaks to the server as the signed-in user. */
  get api(): ApiClient {
    return this.environment.api;
  }
  /** Tells what has changed on the server. */
  get live(): LiveClient {
    return this.environment.live;
  }
  /** Plugins, entities and fields as the signed-in user may see them. */
  get meta(): AppMeta {
    return this.environment.meta;
  }
  /** BCP 47 tag: `en` or `zh-CN`. */
  get locale(): string {
    return this.environment.locale;
  }
  /** IANA zone in which times are shown. */
  get timeZone(): string {
    return this.environment.timeZone;
  }

  /** A text of the shell by key, or of a plugin by `<plugin>:<key>`. */
  t(key: string, values?: Readonly<Record<string, unknown>>): string {
    return this.environment.t(key, values);
  }
  /** A text in the reader's language. */
  localized(text: LocalizedText): string {
    return localized(text, this.locale);
  }
  /** Goes to a path of the UI without a reload. */
  navigate(path: string): void {
    this.environment.navigate(path);
  }
  /** The metadata of an entity; undefined while its plugin is off, or when the user may not see it. */
  entityMeta(id: string): EntityMeta | undefined {
    return this.meta.entities.find((entity) => entity.id === id);
  }
}
