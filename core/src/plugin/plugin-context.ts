import { emitEvent } from '../records/event.ts';
import { recordsOf, runTransaction } from '../records/facade.ts';
import type { Principal } from '../permissions/policy.ts';
import type { Records, RecordsOf } from '../records/records.ts';
import type { Assembly } from './assembly.ts';
import type { Context } from './context.ts';
import { createJobSender } from './job-sending.ts';
import { currentExecution, runIn, type Execution } from './execution.ts';

/** The context of a plugin. It reads the running execution at each call, so one serves a whole assembly. */
export function createContext(assembly: Assembly, plugin: string): Context {
  const instance = assembly.instances.get(plugin);
  if (!instance)
    throw new Error(`The plugin ${plugin} is not part of assembly ${assembly.number}.`);
  const records = recordsOf();
  return {
    records,
    services: assembly.services(plugin),
    hooks: {
      call: (hook, input) =>
        assembly.hooks.call(hook, input, (tapping) => assembly.context(tapping)) as never,
    },
    jobs: createJobSender(assembly, plugin),
    config: instance.config,
    get principal() {
      return currentExecution().principal;
    },
    log: instance.log,
    get signal() {
      return AbortSignal.any([currentExecution().signal, instance.signal]);
    },
    clock: assembly.clock,
    transaction: (work) => runTransaction(currentExecution(), work),
    lock: (name) => takeLock(`${plugin}.${name}`),
    emit: (event, payload) => emitEvent(currentExecution(), String(event), payload),
    asSystem(reason) {
      instance.log.debug('acts as system', { reason });
      return asPrincipal(this, systemPrincipal(`${plugin}: ${reason}`));
    },
  };
}

async function takeLock(name: string): Promise<void> {
  const { transaction } = currentExecution();
  if (!transaction) throw new Error(`The lock ${name} is held by a transaction, and none runs.`);
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** The system acts without limits; its name tells the audit why. */
export function systemPrincipal(reason: string): Principal {
  return {
    kind: 'system',
    userId: null,
    name: reason,
    teamIds: [],
    managedTeamIds: [],
    roles: [],
    policyVersion: 0,
    unlimited: true,
  };
}

/** The audit tells both: who acts, and who set it off. */
function actingAs(execution: Execution, principal: Principal): Execution {
  const isOther = execution.principal !== principal && execution.principal.userId !== null;
  return {
    ...execution,
    principal,
    initiator: isOther ? execution.principal : execution.initiator,
  };
}

function asPrincipal(context: Context, principal: Principal): Context {
  const run = <T>(work: () => T): T => runIn(actingAs(currentExecution(), principal), work);
  return {
    ...context,
    get principal() {
      return principal;
    },
    get signal() {
      return context.signal;
    },
    records: ((entity: Parameters<RecordsOf>[0]) => {
      const records = run(() => context.records(entity as never)) as unknown as Records;
      return Object.fromEntries(
        Object.entries(records).map(([name, method]) => [
          name,
          (...values: unknown[]) =>
            run(() => (method as (...all: unknown[]) => unknown)(...values)),
        ]),
      );
    }) as unknown as RecordsOf,
    hooks: { call: (hook, input) => run(() => context.hooks.call(hook, input)) },
    transaction: (work) => run(() => context.transaction(work)),
    emit: (event, payload) => run(() => context.emit(event, payload)),
    asSystem: (reason) => asPrincipal(context, systemPrincipal(reason)),
  };
}
