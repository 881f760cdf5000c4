// Every element that is exported here is defined by the shell, under its `tag`.
export { OpenItems } from './open-items.ts';
