import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** One of several views of the same thing. */
export interface Tab<Name extends string = string> {
  readonly name: Name;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

/** Views of the same thing, one at a time; arrows move between them. */
export function Tabs<Name extends string>({
  tabs,
  value,
  onChange,
  label,
}: {
  tabs: readonly Tab<Name>[];
  value: Name;
  onChange: (name: Name) => void;
  label: string;
}) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find(({ name }) => name === next);
        if (chosen !== undefined) {
          onChange(chosen.name);
        }
      }}
    >
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.name}
            value={tab.name}
            className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-ink-soft -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.name} value={tab.name} className="pt-4 outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
