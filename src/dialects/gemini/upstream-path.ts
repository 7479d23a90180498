/**
 * The path of a method of a model. Slashes in a model's name are part of the path; `tunedModels/…` and
 * `models/…` name their collection themselves. No query of the client goes on: it may carry `key`.
 */
export function geminiPath(upstreamModel: string, method: string): string {
  const name = /^(?:models|tunedModels)\//.test(upstreamModel) ? upstreamModel : `models/${upstreamModel}`;
  return `/v1beta/${name.split('/').map(encodeURIComponent).join('/')}:${method}`;
}
