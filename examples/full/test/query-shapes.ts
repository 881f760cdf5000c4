import { listShapes } from './list-shapes.ts';
import { pageShapes } from './page-shapes.ts';
import type { QueryShape, Sample } from './query-shape.ts';

/** Every kind of question that the pages of the host and of the plugins `customer` and `sales` send. */
export function queryShapes(sample: Sample): readonly QueryShape[] {
  return [...listShapes(sample), ...pageShapes(sample)];
}
