// What stands beside the data and the definitions of a copy: its settings, and a page for whoever finds the folder.

import { join } from 'node:path'

/** What came into a copy, for the list of copies. */
export interface StagingNote {
  readonly at: number
  readonly people: number
  readonly events: number
  readonly mails: number
  /** What its definitions import and do not find there. */
  readonly missing: readonly string[]
}

export const noteName = 'copy.json'

/** By name; the folder is where they will stand. */
export function stagingFiles(folder: string, { at, people, events, mails, missing }: StagingNote): Readonly<Record<string, string>> {
  return {
    [noteName]: `${JSON.stringify({ at, people, events, mails, missing })}\n`,
    'oncue.yaml': `# A copy of a workspace, to try things on. Nothing leaves it, whatever is set here.
data: ${JSON.stringify(join(folder, 'data'))}
definitions: ${JSON.stringify(join(folder, 'definitions'))}
port: 4401
mailbox: true
`,
    'README.md': `# A copy of a workspace, to try things on

Made by Oncue. People in it are pseudonymized, its clock can be wound, and every message stays in its mailbox.

    oncue staging start ${JSON.stringify(folder)}
    oncue demo forward 1d --server http://127.0.0.1:4401 --data ${JSON.stringify(join(folder, 'data'))}

To be rid of it, delete this folder.
`,
  }
}
