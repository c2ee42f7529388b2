// Sentences about what somebody asked the server for and did not get: backtests and corrections. Under codes like those of mistakes.ts, of which they are a part.

export const mistakesOfRequests = {
  // Backtests.
  'backtest-cannot-be-run': 'The backtest cannot be run: {mistake}.',
  'period-backwards': 'the period ends before it begins: from {since} to {until}',
  'period-ends-now': 'the period ends before it begins: from {since} to {until}, which is now',
  'period-ends-history': 'the period ends before it begins: from {since} to {until}, where the history ends',
  'file-without-events': 'the file holds no events',
  'file-without-rates': 'a file of events knows no past rates: assume none',
  'no-past-rates': 'no mail was ever sent, so there are no past rates: assume none',
  'no-history-yet': 'the workspace has no history yet: import events first',
  'nothing-to-try-beside': 'nothing is in force, so there is nothing to try a single journey beside: give a folder of definitions',
  'no-journey-to-try': 'there is no journey "{name}"',
  'nothing-to-replace': '{name} has nothing at {path}',
  'value-does-not-fit': '{name} cannot have {value} at {path}',
  'many-values-tried': 'more than {count} values are tried at once',
  'definition-has-mistake': 'the {kind} "{name}" has a mistake: {mistake}',
  'definition-has-mistake-at': 'the {kind} "{name}" has a mistake at {path}: {mistake}',

  // Corrections.
  'correction-same-mail':
    'The correction "{name}" of {at} was about the same, with the same mail: who got that would get it twice. Say since when something else was wrong ("since"), or name this one ("id") to send it all the same.',
  'correction-other-mail':
    'The correction "{name}" of {at} was about the same, with the mail {template}: who got that would get two. Say since when something else was wrong ("since"), or name this one ("id") to send it all the same.',
  'correction-id-taken': 'There is a correction "{name}" already. Nobody gets it twice; choose another id for another one.',
  'correction-needs-server': 'A correction needs the server that sends it. Start it.',
  'no-such-template': 'There is no template {name}; there are: {known}.',
  'no-such-topic': 'There is no topic {name}; there are: {known}.',
  'no-such-journey-there': 'There is no journey {name}; there are: {known}.',
} as const satisfies Readonly<Record<string, string>>
