/** What a new password has to be, as far as it can be seen without the server. */
interface PasswordRules {
  /** Fewest characters. */
  readonly length: number;
  /** Name and address of the person, which it must not be. */
  readonly own: readonly (string | null | undefined)[];
}

/** One rule of a password. Its text is `password.<name>`. */
interface PasswordRule {
  readonly name: 'long' | 'varied' | 'notOwn';
  readonly holds: boolean;
}

const FEWEST_DIFFERENT = 5;

/** Which rules a password keeps. The server knows more: the common passwords, and the one before. */
export function passwordRules(password: string, { length, own }: PasswordRules): PasswordRule[] {
  const plain = password.normalize('NFKC').toLowerCase();
  const characters = Array.from(plain);
  const parts = own.flatMap((text) => (text ?? '').toLowerCase().split(/[@\s]+/));
  return [
    { name: 'long', holds: characters.length >= length },
    { name: 'varied', holds: new Set(characters).size >= FEWEST_DIFFERENT },
    {
      name: 'notOwn',
      holds: plain !== '' && !parts.some((part) => part.length >= 4 && isOnly(plain, part)),
    },
  ];
}

/** The word itself, with digits and signs around it at most. */
function isOnly(password: string, word: string): boolean {
  const rest = password.split(word);
  return rest.length > 1 && rest.every((part) => /^[\d\W_]*$/.test(part));
}
