// Mends a refused event: its body as it came, to be changed and sent again; what is wrong with it stays in sight until it is taken in.

import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'

type Letter = AnswerOf<'GET /dead-letters'>['letters'][number]

/** <MendDialog letter={letter} onClose={…} /> */
export function MendDialog({ letter, onClose }: { readonly letter: Letter; readonly onClose: () => void }) {
  const say = useWords('live')
  const why = useMay('editor')
  const [text, setText] = useState(() => indented(letter.body))
  const replay = useTell('POST /dead-letters/{letter}/replay', { refreshes: ['/dead-letters', '/subscribers'] })
  const discard = useTell('DELETE /dead-letters/{letter}', { refreshes: ['/dead-letters'] })
  const params = { letter: letter.letter }
  const fault = faultOf(text)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('mend-title')}
      description={
        <>
          <span className="font-medium text-bad">
            <SaidSentence said={letter.said} />
          </span>{' '}
          · {letter.source}
        </>
      }
      size="wide"
      actions={
        <>
          <Button
            kind="danger-plain"
            why={why}
            isBusy={discard.isPending}
            onClick={() =>
              discard.mutate(
                { params },
                {
                  onSuccess() {
                    toast(say('discarded'))
                    onClose()
                  },
                },
              )
            }
          >
            {say('discard')}
          </Button>
          <Button
            kind="primary"
            why={why}
            disabled={fault !== undefined}
            isBusy={replay.isPending}
            onClick={() =>
              replay.mutate(
                { params, body: { body: text } },
                {
                  onSuccess({ event, receipt }) {
                    toast(say(receipt === 'accepted' ? 'taken-in' : 'known-already', { event }))
                    onClose()
                  },
                },
              )
            }
          >
            {say('send-again')}
          </Button>
        </>
      }
    >
      <CodeEditor
        label={say('body')}
        language="json"
        value={text}
        onChange={setText}
        marks={fault === undefined ? [] : [{ line: 1, message: fault }]}
        className="h-80"
      />
      <p className="mt-2 text-sm text-soft">{say('mend-about')}</p>
      {replay.error && <Problem problem={replay.error} className="mt-3" />}
      {discard.error && <Problem problem={discard.error} className="mt-3" />}
    </Dialog>
  )
}

/** What is no JSON stays as it came. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
