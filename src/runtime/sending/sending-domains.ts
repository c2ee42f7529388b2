// The domains that mails may come from, as the definitions name them.

import type { ProgramSource } from '../../engine/program.ts'
import { domainOf } from '../../model/sender.ts'

/** In the order in which they are named, each once. */
export function sendingDomains({ workspace, templates }: Pick<ProgramSource, 'workspace' | 'templates'>): readonly string[] {
  const senders = [workspace.sender, ...templates.map(({ from }) => from), ...(workspace.domains ?? []).map(({ warmUp }) => warmUp?.beyond)]
  return [...new Set(senders.flatMap((sender) => (sender === undefined ? [] : domainOf(sender.address))))]
}
