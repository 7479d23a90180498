import { applySplices, insertMember, readMembers, removeMember } from '../../core/json-members.ts';

/**
 * A body with some members set to a JSON text, or taken out where that is null. All other bytes stay as the
 * client wrote them.
 */
export function editBody(bytes: Buffer, members: Readonly<Record<string, string | null>>): Buffer {
  let edited = bytes;
  for (const [name, json] of Object.entries(members)) {
    const member = readMembers(edited).get(name);
    if (json !== null) {
      const splice =
        member === undefined
          ? insertMember(edited, edited.indexOf('{'), name, json)
          : { start: member.start, end: member.end, text: json };
      edited = applySplices(edited, [splice]);
    } else if (member !== undefined) {
      edited = applySplices(edited, [removeMember(edited, member)]);
    }
  }
  return edited;
}
