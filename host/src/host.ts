import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase, createKernel, type Clock, type Kernel, type Logger } from '@tessera/core';
import type { Hono } from 'hono';
import { accessRoutes } from './access/access-routes.ts';
import { registerAuditJobs } from './audit/audit-jobs.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { startSealing } from './audit/sealing.ts';
import type { Configuration } from './config.ts';
import type { HostDatabase } from './database/database.ts';
import { registerBulkJobs } from './bulk/bulk-jobs.ts';
import { bulkRoutes } from './bulk/bulk-routes.ts';
import { fileRoutes } from './files/file-routes.ts';
import { openFiles } from './files/files.ts';
import { createIdentity } from './identity/identity.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { createSecondFactorGate } from './identity/second-factor-gate.ts';
import { renewSessionCookie } from './identity/session-cookie.ts';
import { createJobs } from './jobs/boss-jobs.ts';
import { keepHouse } from './jobs/housekeeping.ts';
import type { Jobs } from './jobs/jobs.ts';
import { servePluginJobs } from './jobs/plugin-jobs.ts';
import { liveRoutes } from './live/live-routes.ts';
import { createLive } from './live/live.ts';
import { createMail } from './mail/mail.ts';
import { installedPlatform } from './platform/platform.ts';
import { registerPrivacyJobs } from './privacy/privacy-jobs.ts';
import { privacyRoutes } from './privacy/privacy-routes.ts';
import { suppressionRoutes } from './privacy/suppression-routes.ts';
import { createExchangeRates } from './platform/rates.ts';
import type { FoundPlugins } from './plugins/find.ts';
import { createPluginUi } from './plugins/package-ui.ts';
import { openPackages, type Packages } from './plugins/packages.ts';
import { limitPluginLines } from './plugins/containment-log.ts';
import { createHealthBook, type HealthBook } from './plugins/health-book.ts';
import { createPluginHealth } from './plugins/health.ts';
import { openPluginSettings } from './plugins/plugin-settings.ts';
import { pluginRoutes } from './plugins/routes.ts';
import { createApp } from './server/app.ts';
import type { HostEnv } from './server/host-env.ts';
import { kernelRoutes } from './server/kernel-routes.ts';
import { listen, type Listener } from './server/listen.ts';
import { addressOf, authenticateOnce } from './server/request-facts.ts';
import { sampleRoutes } from './samples/sample-routes.ts';
import { registerSamples } from './samples/samples.ts';
import { createSecretBox } from './settings/secret-box.ts';
import { settingsRoutes } from './settings/settings-routes.ts';
import { openSettings } from './settings/settings.ts';
import { exportRoutes } from './transfer/export-routes.ts';
import { registerImportJob } from './transfer/import-jobs.ts';
import { importRoutes } from './transfer/import-routes.ts';
import { registerSharing } from './sharing/rule-jobs.ts';
import { sharingRoutes } from './sharing/sharing-routes.ts';
import { prepareViews, viewRoutes } from './views/view-routes.ts';

/** What a host is made from. */
export interface HostOptions {
  readonly configuration: Configuration;
  /** The host stops it when it is closed. */
  readonly database: HostDatabase;
  readonly found: FoundPlugins;
  readonly log: Logger;
  /** The time, for tests. */
  readonly clock?: Clock;
  /** Folder of the built UI, when it is not the host's own. */
  readonly uiFolder?: string;
  /** Where it is written down how plugins do, when the log is limited by it already; a new one when not given. */
  readonly health?: HealthBook;
  /** Somebody writes a plugin: pages load themselves anew when its module has changed. */
  readonly isDevelopment?: boolean;
}

/** A workspace that is served. */
export interface Host {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  /** The packages that were uploaded. */
  readonly packages: Packages;
  /** Everything it answers, without a port. */
  readonly app: Hono<HostEnv>;
  /** Listens on the address and port of the configuration; answers `http://…`. */
  listen(): Promise<string>;
  /** Takes no more requests, lets those that run end (10 s), then stops jobs, plugins and database. */
  close(): Promise<void>;
}

/** Puts the kernel and everything around it together; nothing listens yet. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { configuration, database, found } = options;
  const book = options.health ?? createHealthBook(options.clock);
  const log = options.health ? options.log : limitPluginLines(options.log, book);
  const { dataFolder, publicUrl, proxyHops, administrator, plugins, secret } = configuration;
  const undo: (() => unknown)[] = [() => database.stop()];
  const closeAll = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) {
      await Promise.resolve(step()).catch((error: unknown) =>
        log.error('a part did not stop', { error: String(error) }),
      );
    }
  };

  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const box = await createSecretBox(dataFolder, secret);
    const settings = await openSettings(createDatabase(database.pool), box);
    const pluginSettings = await openPluginSettings(createDatabase(database.pool), box);
    const rates = createExchangeRates(
      createDatabase(database.pool),
      () => settings.workspace.currency,
    );
    const packages = await openPackages({
      database: createDatabase(database.pool),
      dataFolder,
      log,
    });
    const jobs = createJobs(database.direct, log);
    const kernel = await createKernel({
      pool: database.pool,
      listen: database.listen,
      platform: installedPlatform,
      plugins: found.plugins,
      enableAtFirst: plugins,
      settings: settings.workspace,
      async readSettings() {
        await settings.reload();
        return settings.workspace;
      },
      secret: settings.secret,
      rates,
      log,
      clock: options.clock,
      hostName: configuration.hostName,
      safeMode: configuration.safeMode,
      load: ({ digest }) => packages.load(digest),
      onSpan: (span) => book.observe(span),
      sendJob: (name, data, { key, delaySeconds }) =>
        jobs.send(name, data, {
          ...(key === undefined ? {} : { singletonKey: key }),
          ...(delaySeconds === undefined ? {} : { delaySeconds }),
        }),
      pluginSettings: (id) => pluginSettings.read(id),
    });
    book.follow(kernel.assembly);

    // What a plugin does at its end is sealed too.
    undo.push(startSealing(kernel, log));
    undo.push(() => kernel.stop());
    undo.push(
      kernel.onChange((changes) => {
        if (changes.some(({ entity }) => entity === 'tessera.exchangeRate')) rates.forget();
      }),
      kernel.onAssembly(() => rates.forget()),
      kernel.onAssembly((assembly) => book.follow(assembly)),
    );
    for (const { id, reason } of found.rejected)
      log.error('a plugin was rejected', { plugin: id, reason });
    for (const { manifest, state, reason } of kernel.plugins()) {
      if (state === 'failed' || state === 'blocked')
        log.error('a plugin is not running', { plugin: manifest.id, state, reason });
    }

    let listener: Listener | undefined;
    let isStopping = false;
    const url = (): string =>
      publicUrl ?? listener?.url ?? `http://localhost:${configuration.port}`;
    const mail = createMail({
      server: () => settings.mailServer,
      maildrop: join(dataFolder, 'maildrop'),
    });
    const created = await createIdentity({ kernel, settings, box, mail, publicUrl: url, log });
    undo.push(() => created.afterwards.finish());
    const identity = {
      ...created,
      authenticate: authenticateOnce((request, how) => created.authenticate(request, how)),
    };
    if (administrator) {
      const isNew = await identity.ensureAdministrator(administrator.email, administrator.password);
      if (isNew) log.info('the first administrator was made');
    }

    const files = await openFiles(kernel.database, join(dataFolder, 'files'));
    await jobs.start();
    undo.push(() => jobs.stop());
    await keepHouse(kernel, jobs);
    await registerAuditJobs(kernel, jobs, settings);
    undo.push(await servePluginJobs(kernel, jobs, log));
    const live = createLive(kernel, log);
    const imports = { kernel, jobs, store: files, log, live };
    await registerImportJob(imports);
    await registerSamples({ kernel, jobs, log });
    const privacy = {
      kernel,
      jobs,
      store: files,
      log,
      exports: join(dataFolder, 'exports', 'privacy'),
      maildrop: join(dataFolder, 'maildrop'),
    };
    await registerPrivacyJobs(privacy);
    const bulk = { kernel, jobs, log, live };
    await registerBulkJobs(bulk);
    await prepareViews(kernel);
    undo.push(await registerSharing({ kernel, jobs, log }));

    const app = createApp({
      kernel,
      log,
      publicUrl,
      proxyHops,
      uiFolder: options.uiFolder,
      pluginUi: createPluginUi(kernel, packages),
      authenticate: identity.authenticate,
      presume: (request) => identity.presume(request),
      secondFactorGate: createSecondFactorGate(created),
      renewCookie: (c) => renewSessionCookie(c, identity),
      requestsPerMinute: configuration.requestsPerMinute,
      isStopping: () => isStopping,
      routes: [
        identityRoutes(identity, addressOf),
        fileRoutes({ kernel, store: files }),
        settingsRoutes({ kernel, settings }),
        pluginRoutes({
          kernel,
          ...found,
          packages,
          health: createPluginHealth(kernel, book),
          settings: pluginSettings,
          exportFolder: join(dataFolder, 'exports'),
        }),
        kernelRoutes(kernel, options.uiFolder, options.isDevelopment),
        liveRoutes(live, created.authenticate),
        importRoutes(imports),
        sampleRoutes({ kernel, jobs, log }),
        privacyRoutes(privacy),
        suppressionRoutes(privacy),
        exportRoutes({ kernel }),
        bulkRoutes(bulk),
        auditRoutes({ kernel, settings, runtimeRole: database.runtimeRole }),
        viewRoutes(kernel),
        accessRoutes(kernel),
        sharingRoutes({ kernel, jobs }),
      ],
    });
    undo.push(() => listener?.close());
    undo.push(() => live.stop());
    return {
      kernel,
      jobs,
      packages,
      app,
      async listen() {
        listener = await listen(app.fetch, configuration.address, configuration.port);
        return listener.url;
      },
      close() {
        isStopping = true;
        return closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
