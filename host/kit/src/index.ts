/**
 * What plugins are written with besides the SDK: a start, a watcher, the conformance kit and the packer behind `tessera create`, `dev`,
 * `check` and `pack`.
 * @packageDocumentation
 */
export {};
