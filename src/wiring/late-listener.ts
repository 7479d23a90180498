import type { RequestListener } from 'node:http';

/**
 * A listener that is made when its first request comes; that one and those that come meanwhile wait for it.
 * @param make called once; what it rejects with, every request is failed with
 */
export function createLateListener(make: () => Promise<RequestListener>): RequestListener {
  let made: Promise<RequestListener> | null = null;
  return (request, response) => {
    made ??= make();
    return made.then((listener) => listener(request, response));
  };
}
