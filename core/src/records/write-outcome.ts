import { errors, TesseraError } from '../errors.ts';
import type { Outcome } from './records.ts';

/** A failure of one item, with the error that it stands for. */
const causes = new WeakMap<Outcome, unknown>();
