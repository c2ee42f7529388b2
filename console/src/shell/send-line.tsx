// A line for a terminal that sends one event to this workspace, as a server would, ready to be copied.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../client/use-ask.ts'
import { CopyButton } from '../kit/copy-button.tsx'
import { linkLook } from '../kit/link-look.ts'
import { useWords } from '../words/words.ts'

interface SentEvent {
  readonly event: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** The line, with a key where one is known. */
export function SendLine({ event, properties }: SentEvent) {
  const say = useWords('shell')
  const keys = useAsk('GET /write-keys', {}).data?.keys
  const steps = useAsk('GET /first-steps', {})
  // One for pages that may be used anywhere is no secret; of keys for servers only a hash is kept, but for the one that the first steps name.
  const forPages = keys?.find(({ kind, key: own, origins }) => kind === 'browser' && own !== null && origins.length === 0)?.key
  const key = forPages ?? steps.data?.writeKey ?? undefined
  const line = [
    `curl ${window.location.origin}/v1/track -u ${key ?? 'YOUR_WRITE_KEY'}: \\`,
    "  -H 'content-type: application/json' \\",
    // A quote would end the text in which the terminal takes it.
    `  -d '${JSON.stringify({ userId: 'anna', event, properties }).replaceAll("'", String.raw`\u0027`)}'`,
  ].join('\n')
  return (
    <div className="flex flex-col gap-2">
      <div className="flex w-full items-start gap-2 rounded-md bg-sunken p-3 text-start">
        <pre className="min-w-0 flex-1 font-mono text-sm break-all whitespace-pre-wrap">{line}</pre>
        <CopyButton text={line} />
      </div>
      {keys !== undefined && !steps.isPending && key === undefined && (
        <p className="text-soft">
          {say('send-line.put-key')}{' '}
          <Link to="/settings/keys" className={linkLook}>
            {say('send-line.make-key')}
          </Link>
        </p>
      )}
    </div>
  )
}
