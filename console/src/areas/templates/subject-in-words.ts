// A subject line as people read it in a list: a placeholder stands as its name, and of what is written in two ways the first.

import { summaryOf } from './blocks/rich-text.ts'

/** Of "Hi{% if a %}, {{ subscriber.first_name }}{% else %} you{% endif %}" it is "Hi, [first name]". */
export function subjectInWords(subject: string): string {
  let shown = ''
  // For each {% if %} that is open: whether its first way is over.
  const over: boolean[] = []
  for (const part of subject.split(/(\{%[\s\S]*?%\})/)) {
    const tag = /^\{%-?\s*([a-z]+)/.exec(part)?.[1]
    if (tag === 'if' || tag === 'unless' || tag === 'case' || tag === 'for') over.push(over.at(-1) ?? false)
    else if (tag === 'else' || tag === 'elsif') over.splice(-1, 1, true)
    else if (tag?.startsWith('end') === true) over.pop()
    else if (tag === undefined && over.at(-1) !== true) shown += part
  }
  return summaryOf(shown) || subject
}
