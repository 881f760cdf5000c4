/**
 * What decides who acts and what he may do, as one text in SQL: the columns of what he showed, the version of the policies, and the user's
 * status and audience. Whoever was given the same text twice may act in the same way. A user is found by his id alone: with a condition on
 * `deleted_at`, an index of all who are not deleted looks cheaper to PostgreSQL than his key.
 */
export function standingText(userId: string, columns: readonly string[]): string {
  const user = `select row(status, audience, deleted_at)::text from tessera."user" where id = ${userId}`;
  return `row(${columns.join(', ')}, (select version from tessera.policy_state), (${user}))::text`;
}
