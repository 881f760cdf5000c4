import {
  currentExecution,
  Role,
  User,
  type ChangesOf,
  type Filter,
  type Kernel,
  type NewRecord,
  type RecordOf,
  type Records,
  type WorkspaceSettings,
} from '@tessera/core';
import { seededRoles } from '../platform/roles.ts';
import { ADMINISTRATOR_EXISTS } from '../platform/user-invariants.ts';
import type { Settings } from '../settings/settings.ts';
import { findWorkspaceProblems } from '../settings/workspace-problems.ts';
import { normalizeEmail, setPasswordHash } from './credentials.ts';
import { errors } from './errors.ts';
import { hashPassword } from './password.ts';
import { refuseWeakPassword } from './password-check.ts';

/** What the first-run page asks for. */
export interface SetupRequest {
  readonly workspace: WorkspaceSettings;
  readonly administrator: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
  };
}

/** Whether nobody who may do everything can sign in yet. */
export async function isSetupNeeded(kernel: Kernel): Promise<boolean> {
  const [row] = await kernel.database.query<{ any: boolean }>(ADMINISTRATOR_EXISTS);
  return !row?.any;
}

/**
 * Makes the first administrator and sets the workspace; answers the administrator's id. Of two at once one succeeds.
 * @throws TesseraError `HOST_SETUP_DONE` when there is an administrator, `HOST_INPUT_INVALID` or `HOST_PASSWORD_WEAK`.
 */
export async function setUp(
  kernel: Kernel,
  settings: Settings,
  { workspace, administrator }: SetupRequest,
): Promise<string> {
  const problems = findWorkspaceProblems(workspace);
  if (problems.length > 0) throw errors.inputInvalid({}, { problems });
  // Hashing is dear: whoever is not signed in does not make the host do it for nothing.
  if (!(await isSetupNeeded(kernel))) throw errors.setupDone();
  const { name, password } = administrator;
  const email = normalizeEmail(administrator.email);
  refuseWeakPassword(password, [name, email]);
  const hash = await hashPassword(password);
  const lease = { principal: kernel.system('sets the workspace up'), source: 'system' } as const;
  const userId = await kernel.run(lease, (assembly) => {
    const ctx = assembly.context('tessera');
    return ctx.transaction(async () => {
      const sql = currentExecution().transaction ?? kernel.database;
      await sql.query(`select pg_advisory_xact_lock(hashtextextended('tessera.setup', 0))`);
      const [row] = await sql.query<{ any: boolean }>(ADMINISTRATOR_EXISTS);
      if (row?.any) throw errors.setupDone();
      const roles = await ctx
        .records(Role)
        .query({ filter: { key: 'administrator' } as Filter, limit: 1 });
      const role = roles.records[0];
      if (!role) throw new Error('The role of administrators is not there.');
      const user = await saveAdministrator(ctx.records(User), {
        name,
        email,
        roles: [role.id],
        locale: workspace.locale,
      });
      await setPasswordHash(sql, user.id, hash, assembly.clock.now());
      await settings.saveWorkspace(sql, workspace);
      await nameRoles(ctx.records('tessera.role'), workspace.locale);
      return user.id;
    });
  });
  await settings.reload();
  await kernel.applySettings(settings.workspace);
  return userId;
}

/** Makes the first administrator of a workspace that has none, when the host is started with one. */
export async function ensureAdministrator(
  kernel: Kernel,
  settings: Settings,
  email: string,
  password: string,
): Promise<boolean> {
  if (!(await isSetupNeeded(kernel))) return false;
  const name = email.split('@')[0] ?? email;
  try {
    await setUp(kernel, settings, {
      workspace: settings.workspace,
      administrator: { name, email, password },
    });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === errors.templates.setupDone.code) return false;
    throw error;
  }
}

type Users = Records<RecordOf<typeof User>, NewRecord<typeof User>, ChangesOf<typeof User>>;

/** A user with that address may be there already, from an import that ran before the setup. */
async function saveAdministrator(
  users: Users,
  values: { name: string; email: string; roles: readonly string[]; locale: 'en' | 'zh-CN' },
): Promise<{ readonly id: string }> {
  const known = await users.query({ filter: { email: values.email } as Filter, limit: 1 });
  const user = known.records[0];
  const changes = { ...values, status: 'active' as const };
  return user ? users.update(user.id, changes) : users.create(changes);
}

/** The seeded roles are named in English; a workspace in another language gets its own names. */
async function nameRoles(roles: Records, locale: WorkspaceSettings['locale']): Promise<void> {
  if (locale === 'en') return;
  const { records } = await roles.query({
    filter: { key: { in: seededRoles.map(({ key }) => key) } } as Filter,
  });
  for (const record of records) {
    const seeded = seededRoles.find(({ key }) => key === record['key']);
    if (seeded && record['name'] === seeded.name.en)
      await roles.update(record.id, { name: seeded.name[locale] });
  }
}
