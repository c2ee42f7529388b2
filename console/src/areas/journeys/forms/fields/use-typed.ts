// What is being typed, apart from what the file says: it counts when the field is left, when Enter is pressed, or a moment after the last change, so that
// one change is one step of undo and the file is never half a word.

import { useCallback, useEffect, useRef, useState } from 'react'
import { after } from '../../../../kit/clock.ts'

const quietMs = 900

export interface Typed<Value> {
  readonly now: Value
  readonly change: (next: Value) => void
  /** Takes it over at once: on leaving the field. */
  readonly done: () => void
}

/** `onDone` is told what was typed, once it counts. The value is plain data, never undefined. */
export function useTyped<Value>(value: Value, onDone: (value: Value) => void): Typed<Value> {
  const [now, setNow] = useState(value)
  const typed = useRef<{ readonly value: Value } | undefined>(undefined)
  const tell = useRef(onDone)
  tell.current = onDone
  const said = JSON.stringify(value)
  useEffect(() => {
    if (typed.current === undefined) setNow(JSON.parse(said) as Value)
  }, [said])
  const done = useCallback(() => {
    const last = typed.current
    typed.current = undefined
    if (last !== undefined) tell.current(last.value)
  }, [])
  const [changes, setChanges] = useState(0)
  useEffect(() => (changes === 0 ? undefined : after(quietMs, done)), [changes, done])
  // Whoever selects something else has left the field.
  useEffect(() => done, [done])
  const change = (next: Value): void => {
    typed.current = { value: next }
    setNow(next)
    setChanges((before) => before + 1)
  }
  return { now, change, done }
}
