import { formatField, icon } from '@tessera/sdk/ui';
import type { AppMeta, ChoiceOption, EntityMeta, FieldMeta, LocalizedText } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { findField, isExpanded } from './field-kind.ts';
import type { ExpandedReference } from './field-kind.ts';
import { richTextPlain } from '../rich-text/field-rich-text-plain.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { seededTitle } from './seeded-title.ts';
import { fieldContribution, keyOf } from '../slot/slot-contributions.ts';

/** What showing a value depends on beside the value: the language, the zone and what is known of entities. */
export interface FieldView {
  readonly locale: string;
  readonly timeZone: string;
  readonly meta: AppMeta;
  /** Texts of the shell. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  /** The text in the language of the reader. */
  readonly localized: (text: LocalizedText) => string;
}

export type Shown = TemplateResult | string | typeof nothing;

/** A value as it is read: tags for choices and states, avatars for people, links where there is somewhere to go. */
export function fieldTemplate(field: FieldMeta, value: unknown, view: FieldView): Shown {
  if (isBlank(value)) return nothing;
  const contribution = fieldContribution(view.meta, 'field.display', field);
  if (contribution)
    return html`<ts-slot
      name="field.display"
      only=${keyOf(contribution)}
      .context=${{ field, value }}
    ></ts-slot>`;
  switch (field.type) {
    case 'choice':
      return choiceTag(field, String(value), view);
    case 'choices':
      return html`<span class="row tags"
        >${(value as readonly string[]).map((key) => choiceTag(field, key, view))}</span
      >`;
    case 'state':
      return isExpanded(value)
        ? tag(titled(value, view).title, stateHue(value, view.meta))
        : plain(field, value, view);
    case 'ref':
    case 'user':
    case 'team':
      return isExpanded(value)
        ? referenceLink(titled(value, view), view.meta)
        : plain(field, value, view);
    case 'refs':
      return html`<span class="row tags"
        >${(value as readonly unknown[]).map((item) => (isExpanded(item) ? referenceLink(titled(item, view), view.meta) : nothing))}</span
      >`;
    case 'anyRef':
      return anyReference(value, view.meta);
    case 'email':
      return html`<a class="link quiet" href="mailto:${String(value)}">${value}</a>`;
    case 'phone':
      return html`<a class="link quiet num" href="tel:${String(value).replaceAll(/[^+\d]/g, '')}"
        >${value}</a
      >`;
    case 'url':
      return webLink(String(value));
    case 'boolean':
      return value === true
        ? html`<span class="row yes">${icon('check', 14)}<span>${view.t('field.yes')}</span></span>`
        : view.t('field.no');
    case 'richText':
      return richTextPlain(String(value));
    case 'file':
      return html`<a class="link" href="/api/files/${String(value)}"
        >${view.t('field.file.open')}</a
      >`;
    default:
      return plain(field, value, view);
  }
}

/** A coloured tag; grey without a hue. */
export function tag(label: string, hue: number | null | undefined): TemplateResult {
  const colour = typeof hue === 'number' ? `oklch(0.65 0.17 ${hue})` : 'oklch(0.6 0.02 262)';
  return html`<span class="tag" style="--c:${colour}"
    ><i></i><span class="ell">${label}</span></span
  >`;
}

/** The hue of a state: its own, else that of its kind; none for a kind without one. */
export function stateHue(state: ExpandedReference, meta: AppMeta): number | null {
  if (typeof state['hue'] === 'number') return state['hue'];
  const entity = meta.entities.find(({ id }) => id === state.entity);
  const kinds = entity && findField(entity, 'kind')?.options;
  return kinds?.find(({ key }) => key === state['kind'])?.hue ?? null;
}

/** The place of a record in the UI; undefined when its entity is not there for this person. */
export function recordPath(meta: AppMeta, entity: string, id: string): string | undefined {
  const found = meta.entities.find((candidate) => candidate.id === entity);
  return found && `/${found.path}/${id}`;
}

export function entityOf(meta: AppMeta, id: string | undefined): EntityMeta | undefined {
  return meta.entities.find((entity) => entity.id === id);
}

export function optionLabel(
  options: readonly ChoiceOption[] | undefined,
  key: string,
  view: FieldView,
): string {
  const option = options?.find((candidate) => candidate.key === key);
  return option ? view.localized(option.label) : key;
}

/** Whether there is nothing to show. */
export function isBlank(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function choiceTag(field: FieldMeta, key: string, view: FieldView): TemplateResult {
  const option = field.options?.find((candidate) => candidate.key === key);
  return tag(optionLabel(field.options, key, view), option?.hue);
}

function referenceLink(reference: ExpandedReference, meta: AppMeta): TemplateResult {
  const path = recordPath(meta, reference.entity, reference.id);
  const hue = entityOf(meta, reference.entity)?.hue ?? null;
  const avatar = recordAvatar(reference.title, reference.id, {
    round: isPerson(reference.entity),
    hue,
    size: 18,
  });
  const title = html`<span class="ell">${reference.title}</span>`;
  return path
    ? html`<a class="row link quiet" href=${path} title=${reference.title}>${avatar}${title}</a>`
    : html`<span class="row">${avatar}${title}</span>`;
}

/** The reference with its title in the reader's language. */
function titled(reference: ExpandedReference, view: FieldView): ExpandedReference {
  return {
    ...reference,
    title: seededTitle(view.meta, reference.entity, reference.title, view.locale),
  };
}

function isPerson(entity: string): boolean {
  return entity === 'tessera.user';
}

function anyReference(value: unknown, meta: AppMeta): Shown {
  if (isExpanded(value)) return referenceLink(value, meta);
  if (typeof value !== 'object' || value === null || !('entity' in value) || !('id' in value))
    return nothing;
  const entity = entityOf(meta, String(value.entity));
  if (!entity) return nothing;
  return html`<a class="link" href="/${entity.path}/${String(value.id)}"
    >${icon(entity.icon, 14)}</a
  >`;
}

function webLink(address: string): TemplateResult | string {
  if (!/^https?:\/\//i.test(address)) return address;
  const shown = address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return html`<a class="link quiet ell" href=${address} target="_blank" rel="noopener noreferrer"
    >${shown}</a
  >`;
}

function plain(field: FieldMeta, value: unknown, view: FieldView): string {
  return formatField(value, field, view.locale, view.timeZone);
}
