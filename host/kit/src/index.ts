/**
 * What plugins are written with besides the SDK: a start, a watcher, the conformance kit and the packer behind `tessera create`, `dev`,
 * `check` and `pack`.
 * @packageDocumentation
 */
export { buildPlugin, type BuildOptions, type BuiltPlugin } from './pack/build-plugin.ts';
export { packPlugin, type PackedPlugin } from './pack/pack-plugin.ts';
export type { BuildMode } from './pack/bundle.ts';
export { runKitCommand } from './kit-command.ts';
export { checkPlugin, type CheckOptions } from './check/check-plugin.ts';
export type { CheckReport, CheckResult, Finding } from './check/check.ts';
