import type { MediaFile } from '../../media/index.ts';

/** A file as the audit log compares it. */
export function presentMediaFile(file: MediaFile) {
  return {
    id: file.id,
    task_id: file.taskId,
    role: file.role,
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    deleted: file.isDeleted,
  };
}
