import { join } from 'node:path';

/** The first user of each workspace of the bench. */
export const ADMINISTRATOR = {
  email: 'admin@bench.example',
  password: 'a long password of the bench',
};

/** What tells a host about the workspace in a folder. */
export function environmentOf(folder: string): Record<string, string> {
  return {
    PORT: '0',
    TESSERA_DATA_DIR: join(folder, 'data'),
    TESSERA_REQUESTS_PER_MINUTE: '1000000',
    TESSERA_ADMIN_EMAIL: ADMINISTRATOR.email,
    TESSERA_ADMIN_PASSWORD: ADMINISTRATOR.password,
  };
}
