import { expect, test } from 'vitest';
import { privacyPath, readPrivacyPlace, type PrivacyPlace } from './privacy-place.ts';

const PLACES: readonly PrivacyPlace[] = [
  { at: 'start' },
  { at: 'person', person: { entity: 'customer.contact', id: 'c-1' } },
  { at: 'request', request: 'r-1' },
];

test.each(PLACES)('the place $at goes into the address and comes back', (place) => {
  const { search } = new URL(privacyPath(place), 'http://x');
  expect(readPrivacyPlace(search)).toEqual(place);
});

test.each(['?person=', '?person=customer.contact', '?person=a/b/c', '?request=', '?hack=1'])(
  'what an address cannot mean is the start: %s',
  (search) => {
    expect(readPrivacyPlace(search)).toEqual({ at: 'start' });
  },
);
