import type { LucideIcon } from 'lucide-react';
import type { Permission } from '../../../src/console-api/contract/permissions.ts';
import type { Texts } from '../i18n/language.ts';

/** A line of the navigation. */
export interface NavigationEntry {
  readonly area: 'personal' | 'operator';
  readonly to: string;
  readonly label: Texts;
  readonly icon: LucideIcon;
  /** Its place: lower stands higher. */
  readonly order: number;
  /** What one has to be allowed to see it; left out for everybody. */
  readonly permission?: Permission;
}
