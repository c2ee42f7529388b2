// Listens to a door of server-sent events while a page is open. The browser connects again by itself after a break.

import { useEffect, useRef, useState } from 'react'

export type StreamState = 'connecting' | 'open' | 'broken'

/** Calls back with each message's JSON; answers how the line stands. `undefined` as the address: not now. */
export function useStream<Message>(address: string | undefined, onMessage: (message: Message) => void): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const handler = useRef(onMessage)
  handler.current = onMessage
  useEffect(() => {
    if (address === undefined) return
    const source = new EventSource(address)
    source.onopen = () => setState('open')
    source.onerror = () => setState('broken')
    source.onmessage = (event: MessageEvent<string>) => handler.current(JSON.parse(event.data) as Message)
    return () => source.close()
  }, [address])
  return state
}
