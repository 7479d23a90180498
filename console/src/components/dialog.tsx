import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons at the foot; they stay in sight while the rest scrolls. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** While true a click outside keeps it open, so that nothing typed is lost. */
  readonly isDirty?: boolean;
}

const WIDTHS = { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-3xl' } as const;

/** A dialog over the page; on a phone it fills the screen. Escape and the cross close it, and focus returns. */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, children, footer, size = 'medium', isDirty = false } = props;
  const { t } = useTranslation();
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={focusFirstField}
          onInteractOutside={(event) => isDirty && event.preventDefault()}
          className={classNames(
            'fixed z-40 flex animate-appear flex-col bg-raised shadow-float outline-none',
            'inset-0 sm:inset-auto sm:top-[50%] sm:left-[50%] sm:w-[calc(100vw-3rem)] sm:-translate-1/2',
            'sm:max-h-[min(46rem,calc(100dvh-4rem))] sm:rounded-xl sm:border sm:border-line',
            WIDTHS[size],
          )}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0">
              <Radix.Title className="text-base font-semibold break-words">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description asChild>
                  <div className="mt-1 text-sm text-ink-soft">{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('action.close')} className="-mr-2">
                <X aria-hidden className="size-4" />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Whoever opens a form wants to type: its first field takes focus, not the cross. */
function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  const field =
    content instanceof Element ? content.querySelector('input:not([readonly]), textarea, select') : null;
  if (field instanceof HTMLElement) {
    event.preventDefault();
    field.focus();
  }
}
