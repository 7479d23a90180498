import type { Refusal } from '../core/refusal.ts';
import type { Operation, Platform, RefusalFormat } from '../dialects/index.ts';
import type { StoredRoute } from './responses/stored-address.ts';
import type { QueryKey } from './steps/authenticate.ts';
import type { TaskRoute } from './tasks/task-address.ts';

/** What the gateway reads out to a caller without asking an upstream. */
export type Reading = 'models' | 'model' | 'gemini-models' | 'gemini-model' | 'usage' | 'key';

/** What stands at an address, before anything else of the request was looked at. */
export type Route =
  | {
      readonly kind: 'call';
      readonly operation: Operation;
      readonly model: string | null;
      readonly queryKey: QueryKey;
    }
  | {
      readonly kind: 'reading';
      readonly reading: Reading;
      readonly model: string | null;
      readonly queryKey: QueryKey;
    }
  | StoredRoute
  | TaskRoute
  | { readonly kind: 'media'; readonly id: string }
  | { readonly kind: 'hello' }
  | { readonly kind: 'health' }
  | { readonly kind: 'readiness' }
  | { readonly kind: 'management' }
  /** A page or a file of the console, or the front door that leads there. */
  | { readonly kind: 'console' };

/** An address that exists, with the methods it takes. */
export interface Place {
  readonly methods: Readonly<Record<string, Route>>;
  readonly refusalFormat: RefusalFormat;
}

/** What a path leads to: the route, or the refusal that says why there is none, in the right format. */
export type Found =
  | {
      readonly route: Route;
      readonly refusalFormat: RefusalFormat;
      /** The platform whose channels alone the address leaves; null for all of the key's group. */
      readonly forcedPlatform: Platform | null;
    }
  | {
      readonly refusal: Refusal;
      readonly refusalFormat: RefusalFormat;
      /** The methods of an address that does not take this one, for the `allow` header; else null. */
      readonly allow: string | null;
    };
