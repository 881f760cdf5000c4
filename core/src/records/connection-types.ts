import { types } from 'pg';
import { parse as parseArray } from 'postgres-array';

type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;
const asNumber: Parse = (text) => Number(text);
const asBoolean: Parse = (text) => text === 't';
const asJson: Parse = (text) => JSON.parse(text) as unknown;

/** By the type's object id, as PostgreSQL has it in `pg_type`. */
const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [20, asNumber], // int8
  [1700, asText], // numeric
  [1082, asText], // date
  [1114, asText], // timestamp
  [1184, asIsoMoment], // timestamptz
  [1000, listOf(asBoolean)], // bool[]
  [1005, listOf(asNumber)], // int2[]
  [1007, listOf(asNumber)], // int4[]
  [1016, listOf(asNumber)], // int8[]
  [1021, listOf(asNumber)], // float4[]
  [1022, listOf(asNumber)], // float8[]
  [1231, listOf(asText)], // numeric[]
  [1009, listOf(asText)], // text[]
  [1014, listOf(asText)], // bpchar[]
  [1015, listOf(asText)], // varchar[]
  [2951, listOf(asText)], // uuid[]
  [1182, listOf(asText)], // date[]
  [1185, listOf(asIsoMoment)], // timestamptz[]
  [199, listOf(asJson)], // json[]
  [3807, listOf(asJson)], // jsonb[]
]);

/** What makes wire values of the texts of a type. */
export function parserOf(typeId: number): Parse {
  return parsers.get(typeId) ?? (types.getTypeParser(typeId, 'text') as Parse);
}

function listOf(parse: Parse): Parse {
  return (text) => parseArray(text, parse);
}

/** A timestamptz as ISO 8601 with milliseconds and `Z`. */
export function asIsoMoment(text: string): string {
  // As UTC with milliseconds it is written already, but for two characters.
  if (text.length === 26 && text.endsWith('+00') && text.charAt(19) === '.')
    return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`;
  if (text.endsWith('+00') && text.charAt(10) === ' ' && !text.includes('BC')) {
    const time = text.slice(11, -3);
    const [seconds, fraction = ''] = time.split('.');
    return `${text.slice(0, 10)}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  }
  const moment = (types.getTypeParser(1184, 'text') as (value: string) => Date | number)(text);
  return moment instanceof Date ? moment.toISOString() : text;
}
