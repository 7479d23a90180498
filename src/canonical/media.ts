import type { Measured } from './usage.ts';

/** What a media task makes. */
export type Modality = 'image' | 'video' | 'music';

/** What an input is to the work. */
export type MediaRole =
  | 'first_frame'
  | 'last_frame'
  | 'reference_image'
  | 'mask'
  | 'reference_video'
  | 'reference_audio';

/** Something the work starts from. The gateway has it in its own store before an upstream is asked. */
export interface MediaInput {
  readonly role: MediaRole;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What every kind of media is asked for with. `inputs` stand in the order the caller named them. */
interface MediaAsked {
  readonly prompt: string;
  readonly inputs: readonly MediaInput[];
  readonly seed: number | null;
}

/** Pictures. */
export interface ImageRequest extends MediaAsked {
  readonly modality: 'image';
  readonly count: number;
  /** Pixels as `1536x1024`; null where the caller named none. */
  readonly size: string | null;
  /** `1K`, `2K` or `4K`; null where the caller named none. */
  readonly sizeClass: string | null;
  /** As `16:9`; null where the caller named none. */
  readonly aspectRatio: string | null;
  readonly quality: string | null;
  readonly background: string | null;
  readonly outputFormat: string | null;
  readonly outputCompression: number | null;
}

/** A film. */
export interface VideoRequest extends MediaAsked {
  readonly modality: 'video';
  readonly count: number;
  /** Whole seconds; null for the model's own length. */
  readonly seconds: number | null;
  /** `480p`, `720p`, `1080p`, `4k`; null for the model's own. */
  readonly resolution: string | null;
  readonly aspectRatio: string | null;
  readonly negativePrompt: string | null;
  /** Null leaves it to the model. */
  readonly withSound: boolean | null;
  readonly cameraFixed: boolean | null;
  readonly watermark: boolean | null;
}

/** A song. */
export interface MusicRequest extends MediaAsked {
  readonly modality: 'music';
  readonly lyrics: string | null;
  readonly style: string | null;
  readonly title: string | null;
  readonly isInstrumental: boolean;
  readonly outputFormat: string | null;
}

/** What a task is asked to make, whatever endpoint it came through. */
export type MediaRequest = ImageRequest | VideoRequest | MusicRequest;

/** One thing an upstream made, as it says where it is. */
export type MediaOutput =
  | {
      readonly from: 'url';
      /** A whole address, or the path of an operation under the base URL of the channel. */
      readonly url: string;
      /** Whether the upstream gives it only to whoever shows the credential. */
      readonly needsCredential: boolean;
      readonly mediaType: string | null;
      /** Seconds of film or sound; null when nobody says. */
      readonly seconds: number | null;
    }
  | {
      readonly from: 'bytes';
      readonly bytes: Buffer;
      readonly mediaType: string | null;
      readonly seconds: number | null;
    };

/** What an upstream says it made, which decides the price. */
export interface MediaMade {
  readonly outputs: readonly MediaOutput[];
  /** Pieces always, and tokens where the upstream counts in them; else no use. */
  readonly measured: Measured;
}

/** Why an upstream made nothing, in words of ours. */
export type MediaFailure =
  | 'content_policy'
  | 'invalid_input'
  | 'upstream_error'
  | 'upstream_expired'
  | 'upstream_canceled';
