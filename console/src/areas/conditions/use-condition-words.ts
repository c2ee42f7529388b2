// The words of conditions, for pages that say one here and there: fetched after the page, which until then says less.

import { useEffect, useState } from 'react'
import { hasWords, loadWords, type Say, useWords } from '../../words/words.ts'

/** Undefined until they are there. */
export function useConditionWords(): Say | undefined {
  const say = useWords('conditions')
  const [isThere, setThere] = useState(() => hasWords('conditions'))
  useEffect(() => {
    if (!isThere) void loadWords('conditions').then(() => setThere(true))
  }, [isThere])
  return isThere ? say : undefined
}
