import { errors } from '../errors.ts';
import { dayOfOperand, isDay, startOfDay } from './filter-span.ts';
import type { PathValue } from './query-path.ts';
import { isUuid } from './query-value.ts';

const decimalPattern = /^[+-]?(\d{1,40}(\.\d{1,40})?|\.\d{1,40})$/;
const momentPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * A value of a filter as it is bound, with `$me`, `$today` (also `$today-P30D`) and `$now` put in. Of a state it may still be a key.
 * Null stands for a value that nothing equals, such as `$me` of the system.
 * @throws TesseraError `CORE_REQUEST_INVALID` when the field cannot have such a value.
 */
export function toOperand(target: PathValue, raw: unknown): unknown {
  const { assembly, principal } = target.source.context.execution;
  switch (target.kind) {
    case 'text':
    case 'choice':
    case 'keys':
      if (typeof raw === 'string') return withoutNul(target, raw);
      if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
      break;
    case 'integer': {
      const number = typeof raw === 'string' && /^[+-]?\d{1,16}$/.test(raw) ? Number(raw) : raw;
      if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
      break;
    }
    case 'decimal':
    case 'percent':
      if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw);
      if (typeof raw === 'string' && decimalPattern.test(raw)) return raw;
      break;
    case 'boolean':
      if (typeof raw === 'boolean') return raw;
      if (raw === 'true' || raw === 'false') return raw === 'true';
      break;
    case 'date': {
      if (raw === '$now') return assembly.clock.today();
      const day = dayOfOperand(raw, assembly.clock.today());
      if (day !== undefined) return day;
      break;
    }
    case 'datetime': {
      if (raw === '$now') return assembly.clock.now().toISOString();
      const day = dayOfOperand(raw, assembly.clock.today());
      if (day !== undefined) return startOfDay(day, assembly.settings.timeZone);
      if (isMoment(raw)) return raw;
      break;
    }
    case 'id':
    case 'ids':
      if (raw === '$me') return principal.userId;
      if (isUuid(raw)) return raw;
      break;
    case 'state':
      if (typeof raw === 'string') return withoutNul(target, raw);
      break;
    case 'anyRef': {
      const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : raw;
      if (isUuid(id)) return id;
      break;
    }
    case 'json':
      break;
  }
  throw wrongValue(target, raw);
}

export function wrongValue(target: PathValue, raw: unknown): Error {
  const shown = JSON.stringify(raw)?.slice(0, 60) ?? 'undefined';
  return errors.requestInvalid({
    reason: `${shown} is no value of the field “${target.field.name}”.`,
  });
}

export function wrongOperator(target: PathValue, operator: string): Error {
  return errors.requestInvalid({
    reason: `the field “${target.field.name}” has no operator “${operator}”.`,
  });
}

function isMoment(raw: unknown): boolean {
  return (
    typeof raw === 'string' &&
    momentPattern.test(raw) &&
    isDay(raw.slice(0, 10)) &&
    !Number.isNaN(Date.parse(raw))
  );
}

/** PostgreSQL stores no NUL; the statement would fail. */
function withoutNul(target: PathValue, text: string): string {
  if (text.includes('\0')) throw wrongValue(target, text);
  return text;
}
