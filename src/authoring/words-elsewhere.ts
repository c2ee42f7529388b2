// What other tools call the words of this language, so that somebody who comes from one is told the word and not a list. It only gives hints; nothing is taken for what it was not written as.

const here: Readonly<Record<string, readonly string[]>> = {
  trigger: ['enter'],
  triggers: ['enter'],
  entry: ['enter'],
  actions: ['steps'],
  flow: ['steps'],
  email: ['send'],
  mail: ['send'],
  message: ['send'],
  text: ['sms'],
  http: ['webhook'],
  delay: ['wait'],
  sleep: ['wait'],
  branch: ['choose'],
  switch: ['choose'],
  abtest: ['split'],
  filter: ['where', 'if'],
  condition: ['if'],
  conditions: ['if'],
  all: ['if'],
  any: ['if'],
  then: ['steps'],
  do: ['steps'],
  props: ['properties', 'where'],
  properties: ['where'],
  timezone: ['zone'],
  from: ['sender'],
  reenter: ['again'],
  reentry: ['again'],
  frequency: ['again'],
  conversion: ['goal'],
  body: ['html'],
  content: ['html'],
  title: ['subject'],
  operator: ['eq'],
  value: ['eq'],
  did: ['event'],
  done: ['event'],
  happened: ['event'],
  performed: ['event'],
  count: ['event'],
  equals: ['eq'],
  is: ['eq'],
}

/** The word that is known here for what was written, or undefined. */
export function wordHere(written: string, known: Iterable<string>): string | undefined {
  const names = new Set(known)
  const plain = written.toLowerCase().replaceAll(/[-_ ]/g, '')
  return Object.hasOwn(here, plain) ? here[plain]?.find((word) => names.has(word)) : undefined
}
