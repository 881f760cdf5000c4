/**
 * What `customer` shows in the browser beyond what is made from its entities.
 * @packageDocumentation
 */
export { MyTasks } from './my-tasks.ts';
