import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Ban, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelTask, isUnderWay, type TaskDetail, taskOptions } from '../../api/tasks.ts';
import { useScope } from '../../app/session.ts';
import { BackLink } from '../../components/back-link.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button, buttonClass } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ErrorState, LoadingState } from '../../components/states.tsx';
import { useFormats } from '../../i18n/format.ts';
import { OutputView, pathOf } from './output.tsx';
import { TaskStatus } from './task-status.tsx';

const route = getRouteApi('/personal/tasks/$taskId');

/** One task: what came of it, what it cost, what was asked of whom. */
export function TaskPage() {
  const { t } = useTranslation('tasks');
  const { taskId } = route.useParams();
  const { can } = useScope();
  const { data: task, error, refetch } = useQuery(taskOptions(taskId));
  const [isAsking, ask] = useState(false);
  const back = <BackLink to="/tasks" label={t('title')} />;
  if (task === undefined) {
    return (
      <>
        <PageHeader title={t('one')} before={back} />
        {error === null ? <LoadingState /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={task.model}
        before={back}
        description={<code className="font-mono text-xs break-all">{task.id}</code>}
        actions={
          <>
            <span className="self-center">
              <TaskStatus task={task} />
            </span>
            {isUnderWay(task) && can('tasks:cancel') ? (
              <Button icon={<Ban aria-hidden className="size-4" />} onClick={() => ask(true)}>
                {t('cancel.open')}
              </Button>
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[2fr_1fr]">
        <Results task={task} />
        <Facts task={task} />
        <Jobs task={task} />
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t('cancel.title')}
        confirmLabel={t('cancel.open')}
        onConfirm={() => cancelTask(task.id)}
      >
        <p>{t('cancel.text')}</p>
      </ConfirmDialog>
    </>
  );
}

function Results({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  return (
    <Card title={t('results')}>
      <p className="mb-4 text-sm break-words text-ink-soft">{task.prompt}</p>
      {task.error === null ? null : (
        <p className="rounded-md bg-danger-soft px-3 py-2.5 text-sm text-danger-ink">
          {task.error.message} <code className="font-mono text-xs">{task.error.code}</code>
        </p>
      )}
      {task.outputs.length === 0 && task.error === null ? (
        <p className="text-sm text-ink-faint">{t(isUnderWay(task) ? 'notYet' : 'nothing')}</p>
      ) : null}
      <ul className="grid gap-4 sm:grid-cols-2">
        {task.outputs.map((output) => (
          <li key={output.id} className="space-y-2">
            <OutputView output={output} prompt={task.prompt} />
            <a href={pathOf(output.url)} download className={buttonClass('secondary', 'small')}>
              <Download aria-hidden className="size-3.5" />
              {t('download')}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Facts({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { money, time } = useFormats();
  const moment = (value: string | null): string | null => (value === null ? null : time(value));
  const facts: readonly (readonly [string, string | null])[] = [
    ['cost', task.charge === null ? null : money(task.charge)],
    ['hold', money(task.hold)],
    ['created', time(task.created_at)],
    ['started', moment(task.started_at)],
    ['ended', moment(task.ended_at)],
    ['expires', moment(task.expires_at)],
    ['callback', task.callback_url],
    ['request', task.request_id],
  ];
  return (
    <Card title={t('facts.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{t(`facts.${name}`)}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}

function Jobs({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { time } = useFormats();
  if (task.jobs.length === 0) {
    return null;
  }
  return (
    <Card title={t('jobs.title')} className="lg:col-span-2">
      <ol className="divide-y divide-line">
        {task.jobs.map((job) => (
          <li
            key={job.ordinal}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-sm"
          >
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {job.ordinal + 1}. {job.channel ?? job.provider ?? t('jobs.nowhere')}
              <Badge>{t(`jobs.${job.state}`)}</Badge>
            </span>
            <span className="text-xs text-ink-faint">
              {job.error === null
                ? job.submitted_at === null
                  ? ''
                  : t('jobs.submitted', { when: time(job.submitted_at) })
                : job.error.message}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
