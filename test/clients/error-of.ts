/**
 * What the call is rejected with.
 * @throws {Error} when it is not rejected, or with something that is no such error.
 */
export async function errorOf<E extends Error>(
  call: PromiseLike<unknown>,
  type: (abstract new (...args: never[]) => Error) & { readonly prototype: E },
): Promise<E> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof type) {
    return error;
  }
  throw new Error(`the call was not rejected with ${type.name}`, { cause: error });
}
