/** A file of a form. */
export interface FileField {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A form with its content type. */
export interface WrittenForm {
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Writes a `multipart/form-data` body (RFC 7578). `boundary` must stand in no value: it is made of an id of
 * ours that nobody else knows before.
 */
export function writeForm(
  boundary: string,
  fields: readonly (readonly [name: string, value: string | FileField])[],
): WrittenForm {
  const parts = fields.flatMap(([name, value]) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
    return typeof value === 'string'
      ? [Buffer.from(`${head}\r\n\r\n${value}\r\n`)]
      : [
          Buffer.from(`${head}; filename="${value.fileName}"\r\ncontent-type: ${value.mediaType}\r\n\r\n`),
          value.bytes,
          Buffer.from('\r\n'),
        ];
  });
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
