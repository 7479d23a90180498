import type { DocumentPart } from '../../../src/canonical/index.ts';
import { conversation } from './conversation.ts';
import { asked, PDF, PIXEL, picture } from './pieces.ts';

const document = (source: DocumentPart['source'], name: string | null): DocumentPart => ({
  type: 'document',
  at: '',
  source,
  name,
  cacheMark: null,
});

/** Pictures, documents and sounds. */
export const MEDIA_CONVERSATIONS = [
  conversation('a picture', { turns: [asked(picture(PIXEL), 'What is this?')] }, { text: /^What is this/ }),
  conversation(
    'a picture by its address',
    {
      turns: [
        asked(picture({ type: 'url', url: 'https://files.example/cat.png', mediaType: 'image/png' }), 'And?'),
      ],
    },
    { text: /^And/ },
  ),
  conversation(
    'several pictures',
    { turns: [asked('First', picture(PIXEL, 'low'), 'second', picture(PIXEL, 'high'))] },
    {},
  ),
  conversation(
    'a document',
    { turns: [asked(document(PDF, 'report.pdf'), 'Sum it up')] },
    { text: /^Sum it up/ },
  ),
  conversation(
    'a sound',
    {
      turns: [asked({ type: 'audio', at: '', source: SOUND(), transcript: null }, 'What is said?')],
    },
    {},
    ['anthropic-messages', 'openai-responses'],
  ),
];

function SOUND() {
  return { type: 'data', mediaType: 'audio/wav', base64: 'UklGRiQAAABXQVZF' } as const;
}
