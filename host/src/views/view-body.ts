import { createBodyReader, type BodyReader } from '../identity/request-body.ts';
import type { ViewContent, ViewVisibility } from './saved-view.ts';

/** What can be sent of a view. */
export interface ViewBody extends Partial<ViewContent> {
  readonly name?: string;
  readonly visibility?: ViewVisibility;
  /** One of the sender's teams; needed when the view is for a team and there are several. */
  readonly team?: string | null;
}

const field = { type: 'string', pattern: '^[A-Za-z_]\\w*(\\.\\w+)*$', maxLength: 200 };
const optionalField = { ...field, type: ['string', 'null'] };

const SHAPE = {
  name: { type: 'string', minLength: 1, maxLength: 80, pattern: '\\S' },
  visibility: { enum: ['private', 'team', 'all'] },
  team: { type: ['string', 'null'], maxLength: 36 },
  layout: { enum: ['table', 'board'] },
  by: optionalField,
  filter: { type: ['object', 'null'] },
  sort: {
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['field', 'direction'],
    properties: { field, direction: { enum: ['asc', 'desc'] } },
  },
  columns: {
    type: ['array', 'null'],
    maxItems: 100,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['field'],
      properties: { field, width: { type: 'integer', minimum: 20, maximum: 2000 } },
    },
  },
};

/** Reads what a new view is made from. */
export const readNewView: BodyReader<ViewBody & { entity: string; name: string }> =
  createBodyReader({ entity: { type: 'string', maxLength: 200 }, ...SHAPE }, ['entity', 'name']);

/** Reads what is to be other in a view. */
export const readViewChanges: BodyReader<ViewBody> = createBodyReader(SHAPE);
