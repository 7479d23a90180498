import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/tasks.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Progress } from '../../components/progress.tsx';

const TONES: Readonly<Record<Task['status'], Tone>> = {
  pending: 'neutral',
  queued: 'neutral',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  canceled: 'neutral',
  timeout: 'warning',
};

/** Where a task stands, with a bar while its upstream says how far it is. */
export function TaskStatus({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Badge tone={TONES[task.status]} hasDot>
        {t(task.cancel_requested && task.status === 'running' ? 'canceling' : `status.${task.status}`)}
      </Badge>
      {task.status === 'running' && task.progress > 0 ? (
        <span className="w-20">
          <Progress label={t('progress')} value={Math.min(99, task.progress)} max={100} warnAt={1} />
        </span>
      ) : null}
    </span>
  );
}
