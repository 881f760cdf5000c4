/**
 * The kernel of Tessera: entities, records, hooks, permissions, plugins and routes. It knows no CRM word and no process.
 * @packageDocumentation
 */
export type {
  Actor,
  DisableOptions,
  EnableOptions,
  Kernel,
  KernelOptions,
  Lease,
  PluginFailure,
  PluginImpact,
  PluginState,
  PluginStatus,
  StoredPlugin,
  VerbOptions,
} from './kernel.ts';
export { clearStarting, countCrashes, markStarting } from './plugin/boot-marks.ts';
export type { HostReport } from './plugin/host-store.ts';
export type { InstallPlan, PlannedNames } from './plugin/install-plan.ts';
export type { PluginStep } from './plugin/plugin-history.ts';
export { createKernel } from './create-kernel.ts';
export { isUuid } from './records/query-value.ts';
export { systemClock } from './plugin/clock.ts';
export { errors } from './errors.ts';
export {
  defineErrors,
  TesseraError,
  type ErrorTemplate,
  type Problem,
  type TesseraErrorOptions,
} from './tessera-error.ts';
export type { Locale, LocalizedText } from './entities/localized-text.ts';
export {
  address,
  anyRef,
  autonumber,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  duration,
  email,
  file,
  integer,
  json,
  money,
  percent,
  phone,
  ref,
  refs,
  richText,
  rollup,
  state,
  team,
  text,
  url,
  user,
} from './entities/field-builders.ts';
export {
  FieldBuilder,
  type Address,
  type AnyReference,
  type ChoiceOption,
  type FieldDefinition,
  type FieldType,
  type Json,
  type Money,
  type RollupDefinition,
} from './entities/field.ts';
export {
  defineEntity,
  type ChangesOf,
  type Entity,
  type EntityId,
  type EntityOptions,
  type Fields,
  type Flat,
  type NewRecord,
  type RecordOf,
  type SystemFields,
} from './entities/entity.ts';
export type {
  EntityModel,
  EntityModels,
  FieldColumns,
  FieldModel,
  RelationModel,
} from './entities/model.ts';
export type { Condition, Filter } from './records/filter.ts';
export { matches, type FilterScope } from './records/filter-evaluator.ts';
export type {
  AggregateQuery,
  AnyRecord,
  AnyValues,
  BulkOptions,
  Change,
  Group,
  Measure,
  Outcome,
  Page,
  Query,
  Records,
  RecordsOf,
  Sort,
  SqlFragment,
  WriteOptions,
} from './records/records.ts';
export type { Database, Sql } from './records/database.ts';
export {
  definePermission,
  type FieldAccess,
  type Grant,
  type PermissionDefinition,
  type Principal,
  type RecordAction,
  type Role as RoleGrants,
  type Scope,
  type SharingDefault,
  type TokenScopes,
} from './permissions/policy.ts';
export { standingColumns, type Standing } from './permissions/principals.ts';
export { scopedPrincipal, viewAs } from './permissions/limited-principal.ts';
export { accessOf, type Access, type Reach } from './permissions/access.ts';
export { grantsGiven } from './permissions/grant-list.ts';
export { rolePermits } from './permissions/authorize.ts';
export {
  anonymousPrincipal,
  loadAnyPrincipal,
  toRole,
  type LoadedPrincipal,
} from './permissions/principal.ts';
export { compilePredicate, type PredicateReason } from './permissions/predicate.ts';
export { createParameters, tableOf, type Parameters } from './records/sql-parameters.ts';
export { explainAccess } from './permissions/explain.ts';
export { recordAccess, type RecordAccess } from './permissions/record-access.ts';
export type {
  AccessQuestion,
  ExplainOutcome,
  ExplainStep,
  Explanation,
} from './permissions/explanation.ts';
export { Team, User } from './permissions/user.ts';
export { Role } from './permissions/role.ts';
export {
  defineHook,
  on,
  when,
  type EventMessage,
  type HookDefinition,
  type Hooks,
  type NamedSubscriptionOptions,
  type OfferedHook,
  type Subscription,
  type SubscriptionOptions,
  type Tap,
  type TapOptions,
} from './hooks/hook.ts';
export { onBatch } from './hooks/batch-tap.ts';
export type {
  AnnouncedEventName,
  EventName,
  EventPayload,
  EventTypes,
  HookAnswer,
  HookInput,
  HookKind,
  HookName,
  HookOutput,
  HookType,
  HookTypes,
  OfferedHookName,
  RecordHappening,
  RecordHappeningPayload,
  RecordHook,
  RecordHookInput,
  RecordHookOutput,
  Refusal,
  TapAnswer,
} from './hooks/hook-types.ts';
export type { RecordEvent, RecordInput, RecordWrite, StageChange } from './hooks/record-write.ts';
export type {
  EntityName,
  EntityTypes,
  ExtensionFields,
  StoredRecord,
  StoredValues,
  UncheckedValues,
  UnknownEntityId,
} from './entities/entity-types.ts';
export type { PermissionName, PermissionTypes } from './permissions/permission-types.ts';
export {
  slotOf,
  type EntityPlace,
  type FieldDisplayContext,
  type FieldEditorContext,
  type FormSlotContext,
  type NoContext,
  type OwnSlotName,
  type RecordSlotContext,
  type SlotContext,
  type SlotName,
  type SlotTypes,
  type TimelineItemContext,
} from './views/slot-types.ts';
export type { HookBreaker, HookBus } from './hooks/hook-bus.ts';
export {
  callPlugin,
  type PluginCall,
  type PluginSpan,
  type SpanListener,
} from './plugin/plugin-call.ts';
export { withIntactBuiltins } from './plugin/intact-builtins.ts';
export { fillConfig, secretPointers, type FilledConfig } from './plugin/plugin-config.ts';
export type { Clock, Context, Logger, Services } from './plugin/context.ts';
export type { JobSender, JobSendOptions, SendJob } from './plugin/job-sending.ts';
export {
  describePlugin,
  descriptionDifferences,
  type PluginDescription,
} from './plugin/description.ts';
export { findCurrentPlugin, runInPlugin } from './plugin/attribution.ts';
export {
  provide,
  serviceToken,
  type Provider,
  type ServiceAccess,
  type ServiceName,
  type ServiceToken,
  type ServiceTypes,
} from './plugin/service.ts';
export {
  defineJob,
  definePlugin,
  type InstalledPlugin,
  type Job,
  type Plugin,
  type PluginManifest,
  type PluginOrigin,
  type Resource,
  type Seed,
} from './plugin/plugin.ts';
export type {
  SampleKit,
  SampleRandom,
  SampleReference,
  SampleRow,
  SampleSet,
} from './plugin/samples.ts';
export type { Assembly, ExchangeRates, Instance, WorkspaceSettings } from './plugin/assembly.ts';
export {
  currentExecution,
  findExecution,
  runIn,
  type Execution,
  type Cause,
  type PendingStanding,
  type Source,
  type Transaction,
} from './plugin/execution.ts';
export {
  defineRoute,
  respond,
  type JsonSchema,
  type Route,
  type RouteAudience,
  type RoutePermission,
  type RouteRequest,
  type RouteResponse,
} from './routes/route.ts';
export type { Contribution, PluginUi } from './views/contribution.ts';
export type { AppMeta, BoardMeta, EntityMeta, FieldMeta, ReferenceMeta } from './views/app-meta.ts';
export { createDatabase } from './records/database.ts';
export { asOwner, RUNTIME_ROLE } from './records/owner-role.ts';
export { writeAuditEntries, writeAuditEntry, type AuditEntry } from './records/audit-entry.ts';
export { readAudit, type AuditItem, type AuditQuery } from './audit/read-audit.ts';
export { countAuditBefore, dropAuditBefore } from './audit/audit-retention.ts';
export { countAuditDays, type AuditDays } from './audit/audit-days.ts';
export { eraseAuditValues, type AuditErasure } from './audit/erase-audit-values.ts';
export { lastSeal, sealAudit, unsealedRows, type StoredSeal } from './audit/seal-audit.ts';
export { verifyAudit, type AuditFault, type AuditVerdict } from './audit/verify-audit.ts';
export type { FieldChanges } from './records/record-changes.ts';
export { noteExportView } from './records/sensitive-views.ts';
export { isStorable } from './entities/normalize-text.ts';
export { applySystemTables, type SystemTables } from './entities/system-tables.ts';
export { readJson } from './routes/body.ts';
export { createValueCheck } from './routes/schema-check.ts';
export { expectedVersion } from './routes/precondition.ts';
export { may } from './permissions/authorize.ts';
export { reach, reachesNothing } from './permissions/authorize.ts';
export { problemResponse } from './routes/problem.ts';
export { createDirectReads, type DirectRead, type RecordRead } from './routes/direct-reads.ts';
export { createDirectWrites, type DirectWrite, type RecordChange } from './routes/direct-writes.ts';
export { forgetIdempotencyKeys } from './routes/idempotency.ts';
export { openApi } from './routes/openapi.ts';
export { buildMeta, type ModuleOf } from './views/meta.ts';
export { entityMeta } from './views/entity-meta.ts';
export { globalSearch, groupedSearch, type SearchGroup, type SearchHit } from './records/search.ts';
export { countExport, exportPage, type ExportQuery } from './records/export-read.ts';
export { parseListQuery } from './routes/list-grammar.ts';
export { absoluteNames, pathsIn } from './catalog/absolute-names.ts';
export { catalogModels } from './catalog/catalog-models.ts';
export { sourceOf } from './catalog/entity-source.ts';
export { handOver, previewHandOver, type HandedOver } from './catalog/hand-over.ts';
export { countOwned, type OwnedRecords } from './catalog/owned-records.ts';
export type { FieldUse } from './catalog/work-fields.ts';
export type { PlannedDrop } from './catalog/planned-drops.ts';
export type { PurgePlan } from './catalog/purge.ts';
export { removeUses, writeUses, type UsingDefinition } from './catalog/uses.ts';
export type { EntitySource } from './entities/resolve.ts';
export { countMatching } from './sharing/rule-shares.ts';
export { watchesOf } from './sharing/rule-watches.ts';
export {
  applySharingRule,
  failSharingRule,
  renewSharingRules,
  settleSharingRules,
  type ApplyingStep,
} from './sharing/rule-applying.ts';
export { SHARE, tellGrantee, tellRulesChanged, tellSharesChanged } from './sharing/share-change.ts';
export type { SharedAction, SharingRule, SharingRuleState } from './sharing/sharing-rule.ts';
export { mayShareRecord } from './sharing/own-reach.ts';
export type { PersonErasing } from './privacy/privacy-hooks.ts';
export { isPersonModel, type PersonReference } from './privacy/person.ts';
export { readAddress, type PersonAddress } from './privacy/person-address.ts';
export { gatherBelongings, type Belonging } from './privacy/belongings.ts';
export { erasePerson, type ErasureOrder } from './privacy/erase-person.ts';
export { countErased, readErased, type ErasedRecord } from './privacy/erased-records.ts';
export { exportPerson, type ExportedRecords } from './privacy/person-export.ts';
export { forgetRows } from './privacy/forget-rows.ts';
export { createScrub } from './privacy/scrub-text.ts';
export {
  findMatches,
  findPeople,
  findPerson,
  type FoundPerson,
  type PersonMatch,
} from './privacy/person-matches.ts';
export { rememberPerson, type PersonMemory } from './privacy/person-memory.ts';
export { scrubAudit, scrubRows } from './privacy/scrub-rows.ts';
export { findSuppressed, liftSuppression, suppressAddresses } from './privacy/suppression.ts';
export { currentSql } from './records/database.ts';
export { announceAfterCommit } from './records/write-batch.ts';
