/** What is shown where the console was not built, so that nobody takes it for a fault of the gateway. */
export const MISSING_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Turnpike: the console is not built</title>
<style nonce="__NONCE__">
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; color: #1c2420; background: #fbfbf9; }
  code { background: #eceee9; padding: .1em .35em; border-radius: 4px; }
  @media (prefers-color-scheme: dark) { body { color: #e7ebe8; background: #121614; } code { background: #242b27; } }
</style>
<h1>The console is not built</h1>
<p>The gateway runs and serves requests. Its console was not built in this checkout: stop the gateway and start it
with <code>npm start</code>, which builds it, or run <code>npm run build:console</code> and load this page again.</p>
<p lang="zh">网关正在运行，但控制台尚未构建。请用 <code>npm start</code> 启动，或运行 <code>npm run build:console</code>
后刷新此页。</p>
</html>
`;
