/** The address of the import page, with an entity chosen where one is given. */
export function importPath(entity?: { readonly id: string }): string {
  return entity ? `/import?entity=${encodeURIComponent(entity.id)}` : '/import';
}
