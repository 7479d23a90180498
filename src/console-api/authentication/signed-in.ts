/** A person with a session, as sign-in knows them. */
export interface SignedIn {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** Whether the person may do everything, in every organization. */
  readonly isOperator: boolean;
  readonly sessionId: string;
  /** When the session began, or was last confirmed with a credential; epoch milliseconds. */
  readonly signedInAtMs: number;
}

/** Finds the person behind the cookies of a request; null when there is no session, or none that lives. */
export interface SessionFinder {
  find(headers: Headers): Promise<SignedIn | null>;
}
