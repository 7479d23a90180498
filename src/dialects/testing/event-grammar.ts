import type { CanonicalEvent, OpenedPart } from '../../canonical/index.ts';

/** How a sequence of events ended: as it should, with an error of the upstream, or in the middle. */
export type Ending = 'whole' | 'failed' | 'cut';

/** What is known of one choice while its events are read. */
interface ChoiceState {
  nextPart: number;
  open: { readonly part: number; readonly content: OpenedPart; isSigned: boolean } | null;
  isFinished: boolean;
}

/**
 * Checks that events keep the grammar of `CanonicalEvent`, and says how they ended.
 * @throws {Error} with a sentence that names the first event at fault.
 */
export function checkEventGrammar(events: readonly CanonicalEvent[]): Ending {
  const choices = new Map<number, ChoiceState>();
  let ending: Ending = 'cut';
  events.forEach((event, index) => {
    const problem = ending === 'cut' ? problemOf(event, index === 0, choices) : 'follows the end';
    if (problem !== null) {
      throw new Error(`event ${index} (${JSON.stringify(event)}) ${problem}`);
    }
    if (event.type === 'end' || event.type === 'error') {
      ending = event.type === 'end' ? 'whole' : 'failed';
    }
  });
  return ending;
}

function problemOf(event: CanonicalEvent, isFirst: boolean, choices: Map<number, ChoiceState>) {
  if (isFirst !== (event.type === 'start')) {
    return isFirst ? 'is the first and no start' : 'is a second start';
  }
  if (event.type === 'end') {
    return endProblem(choices);
  }
  if (!('choice' in event)) {
    return null;
  }
  const known = choices.get(event.choice) ?? { nextPart: 0, open: null, isFinished: false };
  choices.set(event.choice, known);
  switch (event.type) {
    case 'part-start':
      return openPart(event, known);
    case 'part-delta':
      return deltaProblem(event, known);
    case 'part-end':
      return closePart(event, known);
    case 'finish':
      return finishChoice(known);
    case 'logprobs':
      return null;
  }
}

type EventOf<Type extends CanonicalEvent['type']> = Extract<CanonicalEvent, { readonly type: Type }>;

function openPart({ part, content }: EventOf<'part-start'>, choice: ChoiceState): string | null {
  if (choice.isFinished) {
    return 'opens a part after the finish of its choice';
  }
  if (choice.open !== null) {
    return `opens a part while part ${choice.open.part} of its choice is open`;
  }
  if (part !== choice.nextPart) {
    return `has the number ${part} where ${choice.nextPart} is the next`;
  }
  if (content.type === 'tool-call' && (content.id === '' || content.name === '')) {
    return 'opens a call without id or name';
  }
  choice.open = { part, content, isSigned: false };
  choice.nextPart += 1;
  return null;
}

function deltaProblem({ part, delta }: EventOf<'part-delta'>, { open }: ChoiceState): string | null {
  if (open?.part !== part) {
    return 'adds to a part that is not open';
  }
  if (open.content.type === 'image') {
    return 'adds to a picture';
  }
  if (delta.type === 'signature') {
    const isSecond = open.isSigned;
    open.isSigned = true;
    return isSecond ? 'is a second signature of its part' : null;
  }
  return delta.type === 'citation' && open.content.type !== 'text' ? 'cites in a part that is no text' : null;
}

function closePart({ part }: EventOf<'part-end'>, choice: ChoiceState): string | null {
  const { open } = choice;
  choice.open = null;
  return open?.part === part ? null : 'closes a part that is not open';
}

function finishChoice(choice: ChoiceState): string | null {
  if (choice.isFinished) {
    return 'is a second finish of its choice';
  }
  choice.isFinished = true;
  return choice.open === null ? null : 'finishes a choice with an open part';
}

function endProblem(choices: ReadonlyMap<number, ChoiceState>): string | null {
  for (const [index, choice] of choices) {
    if (choice.open !== null) {
      return `ends with an open part in choice ${index}`;
    }
    if (choice.nextPart > 0 && !choice.isFinished) {
      return `ends without a finish of choice ${index}`;
    }
  }
  return null;
}
