import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { reach, reachesNothing } from './authorize.ts';
import { explainField } from './explain-field.ts';
import { explainRecord } from './explain-record.ts';
import { explainRoles, findSubject, type Subject } from './explain-roles.ts';
import { explainedTitle } from './explain-title.ts';
import type { AccessQuestion, ExplainStep, Explanation } from './explanation.ts';
import { scopedPrincipal } from './limited-principal.ts';
import { loadAnyPrincipal } from './principal.ts';
import { letsThrough } from './token-scopes.ts';

/**
 * Tells whether a user may do something, and why. What decides is what decides when he does it: the same grants, and the same conditions on the
 * same rows. Titles of records are told as far as the principal of the execution may read them.
 * @throws TesseraError `CORE_NAME_UNKNOWN` for an entity or field that is not there, `CORE_RECORD_MISSING` when there is no such user.
 */
export async function explainAccess(
  execution: Execution,
  question: AccessQuestion,
): Promise<Explanation> {
  const { entity, id, field, action, scopes } = question;
  const model = modelOf(execution, question);
  const subject = await findSubject(currentSql(execution), question.userId);
  const loaded =
    subject &&
    (await loadAnyPrincipal(
      currentSql(execution),
      subject.id,
      subject.audience === 'portal' ? 'portal' : 'user',
    ));
  if (!subject || !loaded) throw errors.recordMissing({ entity: 'user', id: question.userId });
  const principal = scopes
    ? scopedPrincipal(loaded.principal, scopes, 'explained')
    : loaded.principal;
  const asked = { ...execution, principal };

  const general = [
    ...userSteps(subject, model, question),
    ...explainRoles(asked, subject, model, action),
  ];
  const particular = await particularSteps(execution, asked, model, question);
  const told = field === undefined ? undefined : explainField(asked, subject, model, field, action);
  const allowed =
    loaded.status === 'active' && particular.isPermitted && (told?.isPermitted ?? true);
  return {
    allowed,
    user: { id: subject.id, name: subject.name, status: subject.status },
    entity,
    ...(id === undefined ? {} : { id, title: await explainedTitle(execution, model, id) }),
    action,
    ...(told ? { field: told.step.field, fieldAccess: told.step.access } : {}),
    steps: [...general, ...particular.steps, ...(told ? [told.step] : [])],
  };
}

function modelOf(execution: Execution, { entity, field }: AccessQuestion): EntityModel {
  const model = execution.assembly.models.get(entity);
  if (!model) throw errors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
  if (field !== undefined && !model.fields.has(field))
    throw errors.nameUnknown({ entity: model.options.label.en, what: 'field', name: field });
  return model;
}

function userSteps(
  { status, audience, team }: Subject,
  model: EntityModel,
  { scopes, action }: AccessQuestion,
): readonly ExplainStep[] {
  return [
    { kind: 'user', outcome: status === 'active' ? 'noted' : 'denies', status, audience, team },
    ...(scopes
      ? [
          {
            kind: 'token' as const,
            outcome: letsThrough(scopes, model, action) ? ('limits' as const) : ('denies' as const),
          },
        ]
      : []),
  ];
}

/** Without a record: whether there may be one at all. */
async function particularSteps(
  asking: Execution,
  asked: Execution,
  model: EntityModel,
  { id, action }: AccessQuestion,
): Promise<{ readonly isPermitted: boolean; readonly steps: readonly ExplainStep[] }> {
  const isGranted =
    !reachesNothing(reach(asked, model, action)) &&
    (action !== 'export' || !reachesNothing(reach(asked, model, 'read')));
  if (!isGranted) {
    const steps: ExplainStep[] = [{ kind: 'scope', outcome: 'denies', reason: 'noGrant' }];
    return { isPermitted: false, steps };
  }
  if (id === undefined) return { isPermitted: true, steps: [] };
  return explainRecord(asking, asked, model, id, action);
}
