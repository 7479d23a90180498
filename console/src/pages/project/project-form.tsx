import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { groupsOptions } from '../../api/groups.ts';
import { type Project, updateProject } from '../../api/projects.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import {
  SelectField,
  SwitchField,
  TextAreaField,
  TextField,
  useSubmit,
} from '../../components/form/index.ts';
import { showToast } from '../../components/toast.tsx';
import { changeOf, ERROR_FORMATS, MODES, type ProjectValues, valuesOf } from './project-values.ts';

const AMOUNT = /^\s*(\d+(\.\d{1,9})?)?\s*$/;
const DAYS = /^\s*\d{0,4}\s*$/;

/** Everything of a project that can be set; in force for all its keys within a second. */
export function ProjectForm({ project, mayWrite }: { project: Project; mayWrite: boolean }) {
  const { t } = useTranslation('project');
  const { data: groups = [] } = useQuery(groupsOptions(project.organization_id));
  const form = useForm<ProjectValues>({ defaultValues: valuesOf(project) });
  const { errors, isSubmitting, isDirty } = form.formState;
  const { register, watch, setValue } = form;
  const [mode, hashOnly] = watch(['mode', 'hash_only']);

  const { submit, refusal } = useSubmit(form, async (values) => {
    form.reset(valuesOf(await updateProject(project.id, changeOf(values))));
    showToast({ text: t('saved') });
  });

  return (
    <Card title={project.name}>
      <form onSubmit={submit} noValidate>
        <fieldset disabled={!mayWrite} className="space-y-5">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t('field.name')}
              error={errors.name?.message}
              {...register('name', { required: t('field.required') })}
            />
            <SelectField
              label={t('field.defaultGroup')}
              hint={t('field.defaultGroupHint')}
              choices={[
                { value: '', label: t('field.noGroup') },
                ...groups.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              {...register('default_group_id')}
            />
            <SelectField
              label={t('field.mode')}
              hint={t(`modeHint.${mode}`)}
              choices={MODES.map((value) => ({ value, label: t(`mode.${value}`) }))}
              {...register('mode')}
            />
            <SelectField
              label={t('field.errorFormat')}
              hint={t('field.errorFormatHint')}
              choices={ERROR_FORMATS.map((value) => ({ value, label: t(`errorFormat.${value}`) }))}
              {...register('error_format')}
            />
            <TextField
              label={t('field.budget')}
              hint={t('field.budgetHint')}
              inputMode="decimal"
              unit="USD"
              error={errors.monthly_budget?.message}
              {...register('monthly_budget', {
                pattern: { value: AMOUNT, message: t('field.amountInvalid') },
              })}
            />
            <TextField
              label={t('field.mediaDays')}
              hint={t('field.mediaDaysHint')}
              inputMode="numeric"
              error={errors.media_retention_days?.message}
              {...register('media_retention_days', {
                pattern: { value: DAYS, message: t('field.daysInvalid') },
              })}
            />
            <TextAreaField
              label={t('field.ipAllow')}
              hint={t('field.ipHint')}
              placeholder="203.0.113.0/24"
              error={errors.ip_allow?.message}
              {...register('ip_allow')}
            />
            <TextAreaField
              label={t('field.ipDeny')}
              hint={t('field.ipHint')}
              error={errors.ip_deny?.message}
              {...register('ip_deny')}
            />
          </div>
          <TextAreaField
            label={t('field.rules')}
            hint={t('field.rulesHint')}
            placeholder="allow_models: gpt-*, claude-*"
            rows={3}
            error={errors.iam_rules?.message}
            {...register('iam_rules')}
          />
          <SwitchField
            label={t('field.hashOnly')}
            hint={t('field.hashOnlyHint')}
            isOn={hashOnly}
            isDisabled={!mayWrite}
            onChange={(isOn) => setValue('hash_only', isOn, { shouldDirty: true })}
          />
          {refusal === null ? null : <ErrorNotice error={refusal} />}
          {mayWrite ? (
            <div className="flex justify-end gap-2">
              <Button onClick={() => form.reset()} disabled={!isDirty}>
                {t('reset')}
              </Button>
              <Button kind="primary" type="submit" isBusy={isSubmitting} disabled={!isDirty}>
                {t('action.save')}
              </Button>
            </div>
          ) : null}
        </fieldset>
      </form>
    </Card>
  );
}
