// A row as a sentence: words of the language with controls in their places. The word files say the order, so that each language has its own:
// "total of [sum] in [of]".

import { Fragment, type ReactNode } from 'react'
import { useBuilder } from './builder-context.tsx'
import { Word } from './small-fields.tsx'

/** `of`: the key of its text; a part that is left out leaves nothing behind. */
export function Sentence({ of, parts }: { readonly of: string; readonly parts: Readonly<Record<string, ReactNode>> }) {
  const { say } = useBuilder()
  const pieces = say(of).split(/(\[[a-z-]+\])/)
  return pieces.map((piece, index) => {
    const key = `${piece} ${index}`
    if (piece.startsWith('[')) return <Fragment key={key}>{parts[piece.slice(1, -1)]}</Fragment>
    return piece.trim() === '' ? null : <Word key={key}>{piece.trim()}</Word>
  })
}
