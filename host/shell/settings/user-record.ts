/** A user as far as it decides whether and how he signs in. */
export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
  readonly locale?: string | null;
  readonly status?: 'noSignIn' | 'invited' | 'active' | 'suspended';
  readonly audience?: 'staff' | 'portal' | null;
}
