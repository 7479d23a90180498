import { AlertDialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, buttonClass } from './button.tsx';
import { ErrorNotice } from './error-notice.tsx';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in whole sentences. */
  readonly children: ReactNode;
  /** What the button says: the act itself, never "OK". */
  readonly confirmLabel: string;
  readonly isDanger?: boolean;
  /** Does it; the dialog stays open and shows the refusal when it throws. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks once before something that cannot simply be taken back, and says what it will do. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, children, confirmLabel, isDanger = true, onConfirm } = props;
  const { t } = useTranslation();
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });

  async function confirm(): Promise<void> {
    setState({ isBusy: true, error: null });
    try {
      await onConfirm();
      setState({ isBusy: false, error: null });
      onClose();
    } catch (error) {
      setState({ isBusy: false, error });
    }
  }

  function close(): void {
    setState({ isBusy: false, error: null });
    onClose();
  }

  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => open || close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content className="fixed top-[50%] left-[50%] z-40 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md -translate-1/2 animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-float">
          <Radix.Title className="text-base font-semibold break-words">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 space-y-2 text-sm text-ink-soft">{children}</div>
          </Radix.Description>
          {state.error === null ? null : <ErrorNotice error={state.error} className="mt-3" />}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Radix.Cancel className={buttonClass('secondary')}>{t('action.cancel')}</Radix.Cancel>
            <Button kind={isDanger ? 'danger' : 'primary'} isBusy={state.isBusy} onClick={confirm}>
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
