// Before the first paint, so that a person who chose dark never sees a flash of light.
{
  const chosen = localStorage.getItem('turnpike.theme');
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', isDark);
}
