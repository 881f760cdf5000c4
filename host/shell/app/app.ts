import { ContextProvider } from '@lit/context';
import type { AppMeta } from '@tessera/core';
import {
  ApiError,
  baseStyles,
  environmentContext,
  LiveClient,
  type Environment,
} from '@tessera/sdk/ui';
import type { i18n } from 'i18next';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './frame.ts';
import './frame-notices.ts';
import './toasts.ts';
import { connectLive } from '../live/live-link.ts';
import { guardLeaving } from '../form/form-leave-guard.ts';
import { applyPreferences, readPreferences } from './preferences.ts';
import { loadPart } from './part.ts';
import type { problemInChinese } from './problem-chinese.ts';
import { forgetRecords } from '../record/recent-records.ts';
import { runningModules } from '../plugin/running-modules.ts';
import { ShellClient } from './shell-client.ts';
import {
  addEveryLanguage,
  addPluginTexts,
  browserLocale,
  changeLanguage,
  createTexts,
} from './texts.ts';

type Stage =
  | 'loading'
  | 'setup'
  | 'signIn'
  | 'invitation'
  | 'reset'
  | 'secondFactor'
  | 'ready'
  | 'failed';
const INVITATION = '/invitation/';
const RESET = '/reset/';
/** A connection may be gone for so long before it is told. */
const PATIENCE_MS = 2000;
const LOCALE_KEY = 'tessera.locale';

/** The whole UI: who is there, what is enabled, and which page is shown. */
@customElement('ts-app')
export class App extends LitElement {
  @state() private stage: Stage = 'loading';
  @state() private texts: i18n | undefined;
  @state() private meta: AppMeta | undefined;
  @state() private isOffline = false;
  @state() private isOutdated = false;
  @state() private isPartMissing = false;

  readonly #api = new ShellClient(
    {
      signedOut: () => this.#signedOut(),
      reached: (isReached) => this.#reached(isReached),
      refused: (code) =>
        void (code === 'HOST_SECOND_FACTOR_NEEDED' ? this.#enter() : this.#readMeta()),
    },
    (path, problem) =>
      this.#locale === 'zh-CN' ? (this.#inChinese?.(path, problem, this.meta) ?? problem) : problem,
  );
  readonly #live = new LiveClient(connectLive);
  readonly #modules = runningModules();
  readonly #provider = new ContextProvider(this, { context: environmentContext });
  #locale = 'en';
  #inChinese: typeof problemInChinese | undefined;
  #losing: ReturnType<typeof setTimeout> | undefined;
  #timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('popstate', guardLeaving);
    applyPreferences(readPreferences());
    this.addEventListener('ts-signed-in', () => void this.#enter());
    this.addEventListener('ts-profile-changed', () => void this.#enter());
    this.addEventListener('ts-meta-outdated', () => void this.#readMeta());
    this.addEventListener('ts-viewing-ended', () => this.#startAgain());
    this.addEventListener('ts-viewing-begun', () => this.#startAgain());
    this.addEventListener('ts-sign-in-wanted', () => this.#startAgain());
    this.addEventListener('ts-sign-out', () => void this.#signOut());
    window.addEventListener('ts-locale-chosen', this.#localeChosen);
    window.addEventListener('ts-every-language-wanted', this.#everyLanguage);
    window.addEventListener('offline', this.#lost);
    window.addEventListener('online', this.#retry);
    window.addEventListener('ts-part-missing', this.#partMissing);
    this.#live.onMessage((message) => {
      // Each new connection is greeted with the assembly that runs.
      const isNew = message.kind === 'assembly' && message.number !== this.meta?.assembly;
      this.#reached(message.kind !== 'lost');
      if (isNew || message.kind === 'resync') void this.#readMeta();
    });
    void this.#begin();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('popstate', guardLeaving);
    window.removeEventListener('ts-locale-chosen', this.#localeChosen);
    window.removeEventListener('ts-every-language-wanted', this.#everyLanguage);
    window.removeEventListener('offline', this.#lost);
    window.removeEventListener('online', this.#retry);
    window.removeEventListener('ts-part-missing', this.#partMissing);
    clearTimeout(this.#losing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`${this.#page()}
      ${
        this.stage === 'ready'
          ? html`<ts-frame-notices
              ?offline=${this.isOffline}
              ?outdated=${this.isOutdated}
              ?incomplete=${this.isPartMissing}
              @ts-retry=${this.#retry}
            ></ts-frame-notices>`
          : nothing
      }
      <ts-toasts
        .labels=${{ undo: this.#t('action.undo'), close: this.#t('action.close') }}
      ></ts-toasts>`;
  }

  #page(): TemplateResult {
    switch (this.stage) {
      case 'setup':
        return html`<ts-setup .texts=${this.#door()}></ts-setup>`;
      case 'signIn':
        return html`<ts-sign-in .texts=${this.#door()}></ts-sign-in>`;
      case 'invitation':
        return html`<ts-invitation
          .texts=${this.#door()}
          token=${location.pathname.slice(INVITATION.length)}
        ></ts-invitation>`;
      case 'reset':
        return html`<ts-reset
          .texts=${this.#door()}
          token=${location.pathname.slice(RESET.length)}
        ></ts-reset>`;
      case 'secondFactor':
        return html`<ts-second-factor-needed></ts-second-factor-needed>`;
      case 'ready':
        if (!this.meta?.user.viewedBy) return html`<ts-frame></ts-frame>`;
        loadPart(() => import('./viewing-banner.ts'));
        return html`<div class="viewing">
          <ts-viewing-banner></ts-viewing-banner><ts-frame></ts-frame>
        </div>`;
      case 'failed':
        return html`<div class="wait" role="alert">
          <p>${this.#t('app.unreachable')}</p>
          <button class="btn primary" @click=${() => void this.#begin()}>
            ${this.#t('action.retry')}
          </button>
        </div>`;
      default:
        return html`<div class="wait skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
    }
  }

  async #begin(): Promise<void> {
    this.stage = 'loading';
    await this.#speak(localStorage.getItem(LOCALE_KEY) ?? browserLocale());
    try {
      if (location.pathname.startsWith(INVITATION))
        return await this.#show('invitation', () => import('../door/invitation-page.ts'));
      if (location.pathname.startsWith(RESET))
        return await this.#show('reset', () => import('../door/reset-page.ts'));
      const { needed, signedIn } = await this.#api.get<{ needed: boolean; signedIn: boolean }>(
        '/api/setup',
      );
      if (needed) return await this.#show('setup', () => import('../door/setup-page.ts'));
      if (!signedIn) return await this.#show('signIn', () => import('../door/sign-in-page.ts'));
      await this.#enter();
    } catch {
      this.stage = 'failed';
    }
  }

  async #enter(): Promise<void> {
    try {
      const { user, secondFactorNeeded } = await this.#api.get<{
        user: { locale: string | null; timeZone: string | null };
        secondFactorNeeded?: boolean;
      }>('/api/auth/me');
      this.meta = await this.#api.get<AppMeta>('/api/meta');
      this.#modules.note(this.meta);
      this.#timeZone = user.timeZone ?? this.meta.workspace.timeZone;
      await this.#speak(
        user.locale ?? localStorage.getItem(LOCALE_KEY) ?? this.meta.workspace.locale,
      );
      if (location.pathname.startsWith(INVITATION)) history.replaceState(null, '', '/');
      this.#provide();
      if (secondFactorNeeded) {
        this.#live.stop();
        return await this.#show('secondFactor', () => import('../door/second-factor-needed.ts'));
      }
      this.#live.start();
      this.stage = 'ready';
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        await this.#show('signIn', () => import('../door/sign-in-page.ts'));
      else this.stage = 'failed';
    }
  }

  async #readMeta(): Promise<void> {
    if (this.stage !== 'ready') return;
    try {
      const meta = await this.#api.get<AppMeta>('/api/meta');
      // Two readings may end in another order than they began; and what is the same must not make every list read again.
      const isOlder = meta.assembly < (this.meta?.assembly ?? 0);
      if (isOlder) return;
      if (JSON.stringify(meta) !== JSON.stringify(this.meta)) {
        this.meta = meta;
        this.#provide();
      }
      // A server that was started anew may have another shell with the same plugins.
      if (!(await this.#modules.haveChanged(meta))) return;
      if (meta.isDevelopment) location.reload();
      else this.isOutdated = true;
    } catch {
      // The live connection tells again when the server is back.
    }
  }

  /** Only what lasts is told: a connection that comes back at once is nobody's concern. */
  #reached(isReached: boolean): void {
    if (isReached) {
      clearTimeout(this.#losing);
      this.#losing = undefined;
      this.isOffline = false;
    } else this.#losing ??= setTimeout(this.#lost, PATIENCE_MS);
  }
  readonly #lost = (): void => {
    this.isOffline = true;
  };
  readonly #retry = (): void => void this.#readMeta();
  readonly #partMissing = (): void => {
    this.isPartMissing = true;
    void this.#readMeta();
  };
  readonly #localeChosen = (event: Event): void =>
    loadPart(() => this.#speak((event as CustomEvent<string>).detail));

  readonly #everyLanguage = (): void =>
    loadPart(async () => {
      if (this.texts) await addEveryLanguage(this.texts);
      this.#provide();
    });

  async #show(stage: Stage, load: () => Promise<unknown>): Promise<void> {
    await load();
    this.stage = stage;
  }

  async #signOut(): Promise<void> {
    forgetRecords();
    await this.#api.post('/api/auth/logout').catch(() => {});
    this.#signedOut();
  }

  /** Somebody else is there from now on: nothing of what is shown holds any longer. */
  #startAgain(): void {
    forgetRecords();
    location.assign('/');
  }

  #signedOut(): void {
    if (this.stage !== 'ready' && this.stage !== 'secondFactor') return;
    this.#live.stop();
    void this.#show('signIn', () => import('../door/sign-in-page.ts'));
  }

  async #speak(locale: string): Promise<void> {
    this.#locale = locale === 'zh-CN' ? 'zh-CN' : 'en';
    localStorage.setItem(LOCALE_KEY, this.#locale);
    document.documentElement.lang = this.#locale;
    if (this.#locale === 'zh-CN')
      this.#inChinese = (await import('./problem-chinese.ts')).problemInChinese;
    if (this.texts) await changeLanguage(this.texts, this.#locale);
    else this.texts = await createTexts(this.#locale);
    this.requestUpdate();
    if (this.stage === 'ready' || this.stage === 'secondFactor') this.#provide();
  }

  #provide(): void {
    const { meta, texts } = this;
    if (!meta || !texts) return;
    addPluginTexts(texts, meta);
    const environment: Environment = {
      api: this.#api,
      live: this.#live,
      meta,
      locale: this.#locale,
      timeZone: this.#timeZone,
      t: (key, values) => this.#t(key, values),
      navigate: (path) => {
        history.pushState({ from: location.pathname }, '', path);
        window.dispatchEvent(new PopStateEvent('popstate'));
      },
    };
    this.#provider.setValue(environment);
  }

  /** What the pages before sign-in need: they stand outside of the environment. */
  #door(): object {
    return {
      api: this.#api,
      locale: this.#locale,
      t: (key: string, values?: Readonly<Record<string, unknown>>) => this.#t(key, values),
    };
  }

  #t(key: string, values: Readonly<Record<string, unknown>> = {}): string {
    return this.texts ? this.texts.t(key, values) : '';
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        height: 100dvh;
      }
      .viewing {
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      .viewing ts-frame {
        flex: 1;
        min-height: 0;
        height: auto;
      }
      .wait {
        height: 100%;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 12px;
      }
      .wait i {
        width: 220px;
        height: 10px;
        border-radius: 5px;
        background: var(--ts-bg-active);
      }
      .skeleton {
        opacity: 0;
        animation: appear 1ms 150ms forwards;
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
    `,
  ];
}
