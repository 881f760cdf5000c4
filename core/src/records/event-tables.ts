/**
 * The events with their payloads. A step of the record tables.
 *
 * What an event of a creation would tell stands in the row of the audit with the same id already: a field's value after it, unless it was
 * erased. It is not written twice.
 */
export const eventStep = `
  create view tessera.event_told as
    select e.id, e.xid, e.sequence, e.at, e.name, e.entity, e.record_id, e.actor, e.history,
      case when e.payload is not null or e.entity is null then e.payload else jsonb_build_object(
        'entity', e.entity, 'record', e.record_id, 'before', null,
        'after', coalesce((select jsonb_object_agg(c.key, c.value -> 1) from jsonb_each(a.changes) c
          where c.value -> 1 <> '{"$erased": true}'), '{}'),
        'changed', coalesce((select jsonb_agg(c.key) from jsonb_each(a.changes) c), '[]')) end as payload
    from tessera.event e
    left join tessera.audit a on a.id = e.id and e.payload is null and e.entity is not null`;
