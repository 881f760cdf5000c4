import type { Context, RecordWrite } from '@tessera/sdk';

const HAN = /\p{Script=Han}/u;

/** How a person is called: 王晓彤 in Chinese, Ada Okafor elsewhere. */
export function fullName(familyName: string, givenName: string | null | undefined): string {
  if (!givenName) return familyName;
  return HAN.test(familyName) ? `${familyName}${givenName}` : `${givenName} ${familyName}`;
}

/** Tap on `customer.contact.validating`: keeps the full name in step with its parts. */
export function keepFullName(_ctx: Context, write: RecordWrite): RecordWrite | undefined {
  const { values, before } = write;
  if (!('familyName' in values) && !('givenName' in values)) return undefined;
  const part = (name: string): string | null =>
    textOf(name in values ? values[name] : before?.[name]);
  return {
    ...write,
    values: { ...values, fullName: fullName(part('familyName') ?? '', part('givenName')) },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
