import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { AccessTable } from './access-table.ts';
import { nameOfBrowser } from './session-browser.ts';
import { momentText } from './token-words.ts';

interface SessionOf {
  readonly id: string;
  readonly seenAt: string;
  readonly createdAt: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly user: { readonly id: string; readonly name: string };
}

/** Where everybody is signed in, for those who manage users. */
@customElement('ts-all-sessions')
export class AllSessions extends AccessTable<SessionOf> {
  protected readonly path = '/api/access/sessions';

  protected get heading(): string {
    return this.t('settings.all-sessions');
  }
  protected get none(): string {
    return this.t('sessions.none');
  }
  protected get columns(): readonly string[] {
    return ['people.person', 'sessions.browser', 'sessions.address', 'sessions.seenAt'].map((key) =>
      this.t(key),
    );
  }
  protected override textOf({ user, address, userAgent }: SessionOf): string {
    return `${user.name} ${address ?? ''} ${nameOfBrowser(userAgent) ?? ''}`;
  }

  protected override row({ id, user, userAgent, address, seenAt }: SessionOf): TemplateResult {
    const browser = nameOfBrowser(userAgent) ?? this.t('sessions.unknown');
    const end = (): void =>
      this.confirm(
        {
          title: this.t('sessions.endTitle', { name: user.name }),
          text: this.t('sessions.endText', { browser }),
          action: this.t('sessions.end'),
        },
        `/api/tessera/users/${user.id}/sessions/${id}`,
        this.t('sessions.ended'),
      );
    return html`<tr>
      <th scope="row"><a class="link" href="/tessera/users/${user.id}">${user.name}</a></th>
      <td>${browser}</td>
      <td class="num">${address ?? ''}</td>
      <td>${momentText(this, seenAt)}</td>
      <td>
        <button
          class="btn ghost"
          aria-label=${this.t('sessions.endOf', { name: `${user.name}, ${browser}` })}
          @click=${end}
        >
          ${this.t('sessions.end')}
        </button>
      </td>
    </tr>`;
  }
}
