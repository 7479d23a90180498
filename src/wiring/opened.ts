/** What has to be closed, in the order it was opened. */
export type Opened = (() => unknown)[];

/** Closes everything, the newest first. */
export async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.splice(0).reverse()) {
    await close();
  }
}
