// The definitions of a site of one's own, made in the data folder when a demo is wiped: a workspace, a first mail and a first journey, to be changed in the console or in an editor. From
// then on the server starts with them in place of the example.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Configuration } from '../settings/configuration.ts'
import { ownSiteFolder } from './definitions-in-use.ts'
import { ownSiteMail } from './own-site-mail.ts'

export interface OwnSite {
  /** What the site is called: My Shop. */
  readonly name: string
  /** Where mails come from: hello@myshop.example. */
  readonly sender: string
  /** The postal address that mails which advertise must carry. */
  readonly address: string
  readonly zone: string
  /** Where buttons of mails lead: https://myshop.example. */
  readonly site?: string | undefined
}

/** Writes the files of a site; never over those that are there. */
export function makeOwnSite(configuration: Pick<Configuration, 'data'>, site: OwnSite): void {
  const folder = ownSiteFolder(configuration)
  for (const [name, text] of Object.entries(filesOf(site))) {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
    if (!existsSync(path)) writeFileSync(path, text)
  }
}

function filesOf({ name, sender, address, zone, site }: OwnSite): Readonly<Record<string, string>> {
  return {
    'workspace.yaml': `workspace: ${quoted(name)}
zone: ${quoted(zone)}
sender: { name: ${quoted(name)}, address: ${quoted(sender)} }
# The postal address that the law wants in every mail that advertises.
address: ${quoted(address)}
${site === undefined ? '' : `brand: { site: ${quoted(site)} }\n`}# consent: opt-out says that you hold these people's yes elsewhere. Without it, mail goes only to people whose yes is known here.
topics:
  - { topic: news, description: What is new, consent: opt-out }
  - { topic: reminders, description: A nudge when something is left in the cart, consent: opt-out }
`,
    ...ownSiteMail,
    'journeys/welcome.yaml': welcomeJourney,
  }
}

/** A text as YAML takes it: JSON is YAML. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

const welcomeJourney = `journey: welcome
description: Says hello the moment somebody signs up.
enter:
  - on: Subscriber Added
again: never
steps:
  - { id: hello, send: welcome }
`
