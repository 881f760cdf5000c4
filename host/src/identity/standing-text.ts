/**
 * What decides who acts and what he may do, as one text in SQL: the columns of what he showed, the version of the policies, and the user's
 * status and audience. Whoever was given the same text twice may act in the same way.
 */
export function standingText(userId: string, columns: readonly string[]): string {
  const user = `select row(status, audience)::text from tessera."user" where id = ${userId} and deleted_at is null`;
  return `row(${columns.join(', ')}, (select version from tessera.policy_state), (${user}))::text`;
}
