import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A menu below a button. `children` are {@link MenuItem}s and their kin. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(26rem,var(--radix-dropdown-menu-content-available-height))] min-w-44 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 text-sm shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1 outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50 data-disabled:pointer-events-none';

/** One thing a menu does. */
export function MenuItem({
  icon,
  isDanger = false,
  isDisabled = false,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      disabled={isDisabled}
      onSelect={onSelect}
      className={classNames(ITEM, isDanger && 'text-danger-ink')}
    >
      {icon}
      {children}
    </Radix.Item>
  );
}

/** An item that is on or off; the menu stays open, since people change several. */
export function MenuCheck({
  isChecked,
  onChange,
  children,
}: {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      <span aria-hidden className="w-4 text-center text-accent">
        {isChecked ? '✓' : ''}
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

/** One of several choices of which exactly one holds. */
export function MenuChoices<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Radix.RadioGroup
      value={value}
      aria-label={label}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) {
          onChange(chosen.value);
        }
      }}
    >
      <Radix.Label className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{label}</Radix.Label>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={ITEM}>
          <span aria-hidden className="w-4 text-center text-accent">
            {choice.value === value ? '✓' : ''}
          </span>
          {choice.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** A line between groups of items. */
export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
