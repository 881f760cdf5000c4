import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { nameOfBrowser } from './session-browser.ts';

interface SessionRow {
  readonly id: string;
  readonly seenAt: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly current: boolean;
}

/** Where the signed-in user is signed in, and ending it. */
@customElement('ts-session-settings')
export class SessionSettings extends TesseraElement {
  @state() private sessions: readonly SessionRow[] = [];
  @state() private problem = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(() => Promise.resolve());
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="sessions">
      <h2 id="sessions">${this.t('settings.sessions')}</h2>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.sessions.map((session) => this.#session(session))}
      ${
        this.#others.length > 1
          ? html`<div class="actions">
              <button class="btn" @click=${() => void this.#end(this.#others)}>
                ${this.t('sessions.endOthers')}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #session(session: SessionRow): TemplateResult {
    const name = nameOfBrowser(session.userAgent) ?? this.t('sessions.unknown');
    const seen = new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: this.timeZone,
    }).format(new Date(session.seenAt));
    return html`<div class="row session">
      ${icon('monitor', 14)} <b class="ell">${name}</b>
      <span class="mut ell"
        >${session.address ? `${session.address} · ` : ''}${this.t('sessions.seen', { at: seen })}</span
      >
      ${
        session.current
          ? html`<span class="tag" style="--c:oklch(0.65 0.17 155)"
              ><i></i>${this.t('sessions.current')}</span
            >`
          : html`<button
              class="btn ghost"
              aria-label=${this.t('sessions.endOf', { name })}
              @click=${() => void this.#end([session])}
            >
              ${this.t('sessions.end')}
            </button>`
      }
    </div>`;
  }

  get #others(): readonly SessionRow[] {
    return this.sessions.filter(({ current }) => !current);
  }

  async #end(sessions: readonly SessionRow[]): Promise<void> {
    await this.#try(async () => {
      for (const { id } of sessions) await this.api.delete(`/api/auth/sessions/${id}`);
      toast({ text: this.t('sessions.ended') });
    });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.problem = '';
    try {
      await act();
      this.sessions = await this.api.get<readonly SessionRow[]>('/api/auth/sessions');
    } catch (error) {
      this.problem =
        error instanceof ApiError && error.detail ? error.detail : this.t('app.unreachable');
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .session {
        gap: 8px;
        min-height: 32px;
      }
      .session .mut {
        flex: 1;
      }
      @media (max-width: 759px) {
        .session {
          flex-wrap: wrap;
        }
        .session .mut {
          flex: 1 0 100%;
          order: 3;
          white-space: normal;
        }
        .session b {
          flex: 1;
        }
      }
    `,
  ];
}
