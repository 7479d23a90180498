/**
 * Puts a text on the clipboard. Where the console is not served over TLS, browsers offer no clipboard, and the old
 * way of selecting and copying still works.
 * @returns whether it is there now.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, for example without focus; the old way may still work.
    }
  }
  return copySelected(text);
}

function copySelected(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'fixed top-0 opacity-0';
  // Inside an open dialog only its own elements may take focus.
  (document.querySelector('[role="dialog"]') ?? document.body).append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}
