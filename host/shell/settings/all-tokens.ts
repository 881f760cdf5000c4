import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { AccessTable } from './access-table.ts';
import { dayText, isExpired, scopesText, type TokenRow } from './token-words.ts';

interface TokenOf extends TokenRow {
  readonly user: { readonly id: string; readonly name: string };
}

/** The API tokens of everybody, for those who manage users. */
@customElement('ts-all-tokens')
export class AllTokens extends AccessTable<TokenOf> {
  protected readonly path = '/api/access/tokens';

  protected get heading(): string {
    return this.t('settings.all-tokens');
  }
  protected get none(): string {
    return this.t('token.noneAtAll');
  }
  protected get columns(): readonly string[] {
    return ['people.person', 'token.token', 'token.reach', 'token.expires', 'token.lastUsed'].map(
      (key) => this.t(key),
    );
  }
  protected override textOf({ user, name }: TokenOf): string {
    return `${user.name} ${name}`;
  }

  protected override row(token: TokenOf): TemplateResult {
    const { id, name, user, expiresAt, usedAt } = token;
    const revoke = (): void =>
      this.confirm(
        {
          title: this.t('token.revokeTitle', { name }),
          text: this.t('token.revokeText'),
          action: this.t('token.revoke'),
        },
        `/api/tessera/users/${user.id}/tokens/${id}`,
        this.t('token.revoked', { name }),
      );
    return html`<tr>
      <th scope="row"><a class="link" href="/tessera/users/${user.id}">${user.name}</a></th>
      <td>${name}</td>
      <td>${scopesText(this, token.scopes)}</td>
      <td class=${isExpired(token) ? 'wrong' : ''}>
        ${expiresAt ? dayText(this, expiresAt) : this.t('token.endless')}
      </td>
      <td>${usedAt ? dayText(this, usedAt) : this.t('token.unused')}</td>
      <td>
        <button
          class="btn ghost danger"
          aria-label=${this.t('settings.tokens.revoke', { name })}
          @click=${revoke}
        >
          ${this.t('token.revoke')}
        </button>
      </td>
    </tr>`;
  }
}
