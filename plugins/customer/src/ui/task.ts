/** An open task, as the API answers it. */
export interface Task {
  readonly id: string;
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly dueDate: string | null;
  readonly priority: string | null;
  readonly contact: { readonly title: string } | null;
}

/** How urgent a task is. */
export type TaskGroup = 'overdue' | 'today' | 'later' | 'noDate';

/** Which group a task stands in, seen from a day `YYYY-MM-DD`. */
export function groupOf({ dueDate }: Pick<Task, 'dueDate'>, today: string): TaskGroup {
  if (dueDate === null) return 'noDate';
  if (dueDate === today) return 'today';
  return dueDate < today ? 'overdue' : 'later';
}

/** What finds the tasks of a group. */
export function dueFilter(group: TaskGroup, today: string): object {
  switch (group) {
    case 'overdue':
      return { dueDate: { lt: today } };
    case 'today':
      return { dueDate: today };
    case 'later':
      return { dueDate: { gt: today } };
    default:
      return { dueDate: { isNull: true } };
  }
}

/** The day it is now in a time zone, `YYYY-MM-DD`. */
export function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
}
