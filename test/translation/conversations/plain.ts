import { conversation } from './conversation.ts';
import { answered, asked, marked, told } from './pieces.ts';

const LONG = 'All work and no play makes a long prompt. '.repeat(140);

/** Words alone. */
export const PLAIN_CONVERSATIONS = [
  conversation('plain', { turns: [asked('Hello, who are you?')] }, { finish: 'stop', text: /^Hello, who/ }),
  conversation(
    'system in its order',
    { turns: [told('You are brief.', 'You are kind.'), told('You speak English.'), asked('Hello')] },
    { text: /^Hello/ },
  ),
  conversation(
    'instructions between the turns',
    { turns: [asked('Hi'), answered('Hello'), told('From now on be brief.'), asked('Who are you?')] },
    { text: /Who are you/, isWordedByDialect: true },
  ),
  conversation(
    'several turns',
    { turns: [asked('One'), answered('Two'), asked('Three'), answered('Four'), asked('Five')] },
    { text: /^Five/ },
  ),
  conversation(
    'text in several parts',
    { turns: [asked('One ', 'and ', 'two')] },
    { text: /^One \s*and \s*two/, isWordedByDialect: true },
  ),
  conversation(
    'other scripts',
    { turns: [told('说中文 👩‍👩‍👧'), asked('Grüße 你好 👩‍👩‍👧 "quoted" \\ {"a":1}\n\n data: [DONE]')] },
    { text: /^Grüße 你好 👩‍👩‍👧 "quoted" \\ \{"a":1\}\n\n data: \[DONE\]/ },
  ),
  conversation(
    'truncated',
    { turns: [asked('Tell me more repeat:400')], maxOutputTokens: 20 },
    { finish: 'length', text: /^Tell me more/ },
  ),
  conversation(
    'a stop sequence',
    { turns: [asked('one two three STOP four')], stopSequences: ['STOP'], maxOutputTokens: 200 },
    { finish: 'stop', text: /^one two three $/ },
  ),
  conversation('long', { turns: [told(LONG), asked('Short')] }, { text: /^Short/ }),
  conversation(
    'cache marks',
    {
      turns: [
        { role: 'system', parts: [marked('You read a long book.', '1h'), marked(LONG, null)] },
        asked(marked('And now?', '5m')),
      ],
    },
    { text: /^And now/ },
  ),
  conversation('a long answer', { turns: [asked('Go on repeat:800 chunks:200')] }, { finish: 'stop' }),
];
