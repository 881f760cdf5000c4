import type { PersonPlace } from './privacy-api.ts';

const PAGE = '/settings/privacy';

/** What the page of privacy shows: everything, one person, or one request. */
export type PrivacyPlace =
  | { readonly at: 'start' }
  | { readonly at: 'person'; readonly person: PersonPlace }
  | { readonly at: 'request'; readonly request: string };

/** The place in an address; what it cannot mean is the start. */
export function readPrivacyPlace(search: string): PrivacyPlace {
  const names = new URLSearchParams(search);
  const [entity = '', id = '', ...rest] = (names.get('person') ?? '').split('/');
  if (entity && id && rest.length === 0) return { at: 'person', person: { entity, id } };
  const request = names.get('request');
  return request ? { at: 'request', request } : { at: 'start' };
}

/** The address of a place. */
export function privacyPath(place: PrivacyPlace): string {
  if (place.at === 'person') return `${PAGE}?person=${place.person.entity}/${place.person.id}`;
  return place.at === 'request' ? `${PAGE}?request=${place.request}` : PAGE;
}
