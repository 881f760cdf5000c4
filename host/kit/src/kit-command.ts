/** The commands of the kit, by name; each answers the exit code. */
const COMMANDS: Readonly<
  Record<string, () => Promise<(args: readonly string[]) => Promise<number>>>
> = {
  create: async () => (await import('./create/create-command.ts')).runCreateCommand,
  dev: async () => (await import('./dev/dev-command.ts')).runDevCommand,
  check: async () => (await import('./check/check-command.ts')).runCheckCommand,
  pack: async () => (await import('./pack/pack-command.ts')).runPackCommand,
  doctor: async () => (await import('./doctor/doctor-command.ts')).runDoctorCommand,
};

/**
 * Runs one command of the kit. What is wrong with the input is said on stderr in one sentence; with `TESSERA_DEBUG` also where it was
 * noticed.
 */
export async function runKitCommand(name: string, args: readonly string[]): Promise<number> {
  const load = COMMANDS[name];
  if (!load) throw new Error(`The kit has no command “${name}”.`);
  try {
    return await (
      await load()
    )(args);
  } catch (error) {
    const { message, stack } = error as Error;
    process.stderr.write(`\n${process.env['TESSERA_DEBUG'] ? stack : message}\n\n`);
    return 1;
  }
}
