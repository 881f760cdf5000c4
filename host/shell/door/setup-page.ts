import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Door } from './door.ts';

const COMMON_CURRENCIES = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'HKD',
  'TWD',
  'SGD',
  'KRW',
  'INR',
  'AUD',
  'CAD',
  'CHF',
];

/** The first run: the workspace and its first administrator. */
@customElement('ts-setup')
export class SetupPage extends Door {
  override render(): TemplateResult {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { locale } = this.texts;
    const names = new Intl.DisplayNames(locale, { type: 'currency' });
    const fields = html`
      ${this.field('workspace', this.t('door.workspace'), { autocomplete: 'organization', focus: true })}
      ${this.select(
        'currency',
        this.t('door.currency'),
        COMMON_CURRENCIES.map((code) => [code, `${code} – ${names.of(code)}`] as const),
        locale === 'zh-CN' ? 'CNY' : 'USD',
        this.t('door.currencyHelp'),
      )}
      ${this.select('timeZone', this.t('door.timeZone'), timeZones(zone), zone)}
      ${this.field('name', this.t('door.name'), { autocomplete: 'name' })}
      ${this.field('email', this.t('door.email'), { type: 'email', autocomplete: 'username' })}
      ${this.field('password', this.t('door.password'), { type: 'password', autocomplete: 'new-password', help: this.t('door.passwordHelp') })}
    `;
    return this.card(
      this.t('door.setupTitle'),
      this.t('door.setupText'),
      fields,
      this.t('door.setup'),
    );
  }

  protected override async send(values: Readonly<Record<string, string>>): Promise<void> {
    await this.texts.api.post('/api/setup', { ...values, locale: this.texts.locale });
    this.signedIn();
  }
}

function timeZones(own: string): readonly (readonly [string, string])[] {
  const all = Intl.supportedValuesOf('timeZone');
  return [...new Set([own, 'UTC', ...all])].map(
    (zone) => [zone, zone.replaceAll('_', ' ')] as const,
  );
}
