/** Files of media tasks: kept on disk or in an object store, linked, and removed in time. */
export { createDiskStorage } from './disk-storage.ts';
export { createReferences, type Reference, type References } from './fetch-reference.ts';
export { type ByteRange, type MediaFile, type MediaKind, MediaRefusedError } from './media-file.ts';
export { createMediaLinks, type MediaLinks, nameOf } from './media-links.ts';
export { createMediaRetention, type MediaRetention } from './retention.ts';
export { createS3Storage } from './s3-storage.ts';
export { createMediaFiles, type MediaFiles } from './service.ts';
export { MediaMissingError, type MediaStorage } from './storage.ts';
