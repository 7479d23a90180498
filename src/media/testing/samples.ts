import { pictureOf } from '../../../simulator/media/picture.ts';

/** A picture of a text. */
export const PNG = pictureOf('a sample');
/** Text that says it is a picture. */
export const NO_PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
);
