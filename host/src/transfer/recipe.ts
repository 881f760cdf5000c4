import { importRequestSchema, planProperties } from './plan-schema.ts';
import type { ImportPlan } from './import-plan.ts';
import { createValueCheck, type Problem } from '@tessera/core';

/** One import of a recipe. */
export interface RecipeStep extends ImportPlan {
  /** Name of the file below the folder of `--from`. */
  readonly file: string;
  /** What the step is called where its progress is shown; the file's name when not given. */
  readonly name?: string;
}

/** Several imports in order, so that a whole company moves in with one command. */
export interface Recipe {
  readonly name: string;
  readonly version: 1;
  /** What the workspace must be set to; it is changed where that is still possible. */
  readonly settings?: { readonly currency?: string };
  readonly steps: readonly RecipeStep[];
}

/** JSON Schema of a recipe. */
const recipeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'version', 'steps'],
  properties: {
    $schema: { type: 'string' },
    name: { type: 'string', minLength: 1, maxLength: 200 },
    version: { const: 1 },
    settings: {
      type: 'object',
      additionalProperties: false,
      properties: { currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
    },
    steps: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['file', 'entity', 'mode'],
        properties: {
          ...planProperties,
          file: { type: 'string', pattern: '^(?!/)(?!.*(^|[/\\\\])\\.\\.([/\\\\]|$)).{1,255}$' },
          name: importRequestSchema.properties.name,
        },
      },
    },
  },
} as const;

/** Everything that is wrong with a recipe, at once. */
export function findRecipeProblems(value: unknown): readonly Problem[] {
  return createValueCheck(recipeSchema)(value);
}
