// The page of the server's settings with what each of them means, in words of their own. It stands apart so that no other page knows of those words.

import { loadWords, registerWords } from '../../../words/words.ts'
import { ServerSettings } from '../server.tsx'

/** load: () => import('./server-words/server-page.ts').then((it) => it.loadServerPage()) */
export async function loadServerPage(): Promise<typeof ServerSettings> {
  registerWords('server-settings', import.meta.glob('./words/*.json'))
  await loadWords('server-settings')
  return ServerSettings
}
