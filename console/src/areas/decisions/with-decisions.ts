// Fetches the words of decisions together with a page that shows some: load: () => withDecisions(import('./page.tsx').then((it) => it.Page)).

import { loadWords } from '../../words/words.ts'

/** Conditions are parts of reasons, so their words come too. */
export async function withDecisions<Loaded>(load: Promise<Loaded>): Promise<Loaded> {
  const [loaded] = await Promise.all([load, loadWords('decisions'), loadWords('conditions')])
  return loaded
}
