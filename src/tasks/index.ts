/** Media tasks: made, run, followed and paid for. */

export { createCallbackTokens } from './callback-tokens.ts';
export type { Job as TaskJob } from './job.ts';
export { createTaskNews, type TaskNews } from './news.ts';
export { operationOf } from './operations.ts';
export { presentImageTask } from './present/present-image-task.ts';
export { operationName, presentOperation } from './present/present-operation.ts';
export { presentTask } from './present/present-task.ts';
export { presentVideo } from './present/present-video.ts';
export type { PresentDeps } from './present/presenter.ts';
export { bringForward } from './queue-store.ts';
export {
  createAskUpstream,
  USUAL_TASK_TIMEOUTS,
} from './runner/ask-upstream.ts';
export { createRunner, type Runner } from './runner/runner.ts';
export { createTaskMedia } from './runner/task-media.ts';
export { type Canceled, createTasks, type NewTask, type Tasks } from './service.ts';
export { isEnd, TASK_STATES, type TaskState } from './states.ts';
export type { TaskFilter, TaskPage } from './store.ts';
export type {
  StoredInput,
  StoredOutput,
  StoredRequest,
  Task,
  TaskError,
  TaskErrorCode,
  TaskSurface,
  TaskWishes,
} from './task.ts';
export { dearestTask, type PlannedOffer, termsOf } from './terms.ts';
