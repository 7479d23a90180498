import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Images, LayoutGrid, Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lookAgainMs, type Task, tasksOptions } from '../../api/tasks.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { FilterSelect } from '../../components/filter-select.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState } from '../../components/states.tsx';
import { DataTable } from '../../components/table/index.ts';
import { OutputView } from './output.tsx';
import { MODALITIES, readTaskSearch, STATUSES, type TaskSearch } from './routes.ts';
import { useTaskColumns } from './task-columns.tsx';
import { TaskStatus } from './task-status.tsx';

const route = getRouteApi('/personal/tasks');

/** Pictures, films and songs: what is under way and what came of it. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  const { organizationId } = useScope();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { view, ...filters } = search;
  const options = tasksOptions({ organization_id: organizationId, ...filters });
  const query = useInfiniteQuery({
    ...options,
    refetchInterval: ({ state }) => lookAgainMs(state.data?.pages.flatMap(({ data }) => data) ?? []),
  });
  const columns = useTaskColumns();
  const change = (next: Record<string, unknown>): void => {
    void navigate({ search: readTaskSearch({ ...search, ...next }), replace: true });
  };
  const isGallery = view === 'gallery';
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <Button
            icon={
              isGallery ? (
                <Rows3 aria-hidden className="size-4" />
              ) : (
                <LayoutGrid aria-hidden className="size-4" />
              )
            }
            onClick={() => change({ view: isGallery ? undefined : 'gallery' })}
          >
            {t(isGallery ? 'asTable' : 'asGallery')}
          </Button>
        }
      />
      {isGallery && (query.data?.length ?? 0) > 0 ? (
        <>
          <div className="mb-4 flex flex-wrap gap-2">
            <Filters search={search} onChange={change} />
          </div>
          <Gallery tasks={query.data ?? []} />
        </>
      ) : (
        <DataTable
          name="tasks"
          label={t('title')}
          columns={columns}
          query={query}
          toolbar={<Filters search={search} onChange={change} />}
          empty={
            <EmptyState icon={<Images />} title={t('empty')}>
              {t('emptyText')}
            </EmptyState>
          }
        />
      )}
    </>
  );
}

function Filters({
  search,
  onChange,
}: {
  search: TaskSearch;
  onChange: (next: Record<string, unknown>) => void;
}) {
  const { t } = useTranslation('tasks');
  return (
    <search className="flex flex-wrap gap-2">
      <FilterSelect
        label={t('filter.status')}
        value={search.status ?? ''}
        onChange={(status) => onChange({ status })}
        choices={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
      />
      <FilterSelect
        label={t('filter.modality')}
        value={search.modality ?? ''}
        onChange={(modality) => onChange({ modality })}
        choices={MODALITIES.map((modality) => ({ value: modality, label: t(`modality.${modality}`) }))}
      />
    </search>
  );
}

function Gallery({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-4">
      {tasks.map((task) => {
        const [first] = task.outputs;
        return (
          <li key={task.id} className="overflow-hidden rounded-lg border border-line bg-surface">
            <div className="flex h-40 items-center justify-center overflow-hidden bg-sunken">
              {first === undefined ? (
                <TaskStatus task={task} />
              ) : (
                <OutputView output={first} prompt={task.prompt} />
              )}
            </div>
            <div className="p-3 text-sm">
              <Link
                to="/tasks/$taskId"
                params={{ taskId: task.id }}
                className="line-clamp-2 font-medium hover:underline"
              >
                {task.prompt || task.model}
              </Link>
              <span className="mt-1 block text-xs text-ink-faint">{task.model}</span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
