import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/tasks.ts';
import type { Column } from '../../components/table/index.ts';
import { useFormats } from '../../i18n/format.ts';
import { OutputView } from './output.tsx';
import { TaskStatus } from './task-status.tsx';

/** The columns of the list of tasks. */
export function useTaskColumns(): readonly Column<Task>[] {
  const { t } = useTranslation('tasks');
  const { money, relative, time } = useFormats();
  return useMemo(
    () => [
      {
        id: 'task',
        title: t('column.task'),
        isMain: true,
        cell: (task) => (
          <span className="flex items-center gap-3">
            {task.outputs[0] === undefined ? null : (
              <OutputView output={task.outputs[0]} prompt={task.prompt} isSmall />
            )}
            <span className="min-w-0">
              <Link
                to="/tasks/$taskId"
                params={{ taskId: task.id }}
                className="line-clamp-2 max-w-[44ch] font-medium hover:underline"
              >
                {task.prompt || task.id}
              </Link>
              <span className="block text-xs text-ink-faint">{task.model}</span>
            </span>
          </span>
        ),
      },
      { id: 'modality', title: t('column.modality'), cell: (task) => t(`modality.${task.modality}`) },
      { id: 'status', title: t('column.status'), cell: (task) => <TaskStatus task={task} /> },
      {
        id: 'cost',
        title: t('column.cost'),
        isNumeric: true,
        cell: (task) =>
          task.charge === null ? (
            <span className="text-ink-faint">{t('held', { amount: money(task.hold) })}</span>
          ) : (
            money(task.charge)
          ),
      },
      {
        id: 'time',
        title: t('column.time'),
        cell: (task) => (
          <time dateTime={task.created_at} title={time(task.created_at)} className="whitespace-nowrap">
            {relative(task.created_at)}
          </time>
        ),
      },
    ],
    [t, money, relative, time],
  );
}
