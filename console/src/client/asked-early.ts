// Answers to what the page asked for while the console's own scripts were on their way (console/public/theme.js). Each is given once, to whoever asks first; whatever
// changes something makes the rest forgotten, and so does time (console/src/main.tsx).

interface Question {
  readonly url: string
  readonly body: unknown
}

const asked = (): Map<string, Promise<Response>> | undefined => (globalThis as { oncueAsked?: Map<string, Promise<Response>> }).oncueAsked

/** The answer that is there or on its way; undefined where this was not asked for, or was taken or forgotten. It may fail as any request does. */
export function takeEarly({ url, body }: Question): Promise<Response> | undefined {
  const name = `${url} ${body ?? ''}`
  const answer = asked()?.get(name)
  asked()?.delete(name)
  return answer
}

/** From now on everything is asked for anew. */
export function forgetEarly(): void {
  asked()?.clear()
}
