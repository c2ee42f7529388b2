// What happened to a person as a test of a journey: its file, to read, to copy and to keep beside the definitions.

import { Download } from 'lucide-react'
import { useAsk } from '../../client/use-ask.ts'
import { buttonClasses } from '../../kit/button.tsx'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'

interface CaseDialogProps {
  readonly subscriber: string
  readonly journey: string
  readonly onClose: () => void
}

/** <CaseDialog subscriber="#7" journey="welcome" onClose={…} /> */
export function CaseDialog({ subscriber, journey, onClose }: CaseDialogProps) {
  const say = useWords('people')
  const { data, error } = useAsk('GET /subscribers/{subscriber}/test/{journey}', { params: { subscriber, journey } })
  const leftOut = data?.leftOut.reduce((sum, { times }) => sum + times, 0) ?? 0
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('case', { journey })}
      description={say('case-about')}
      size="wide"
      actions={
        data && (
          <>
            <CopyButton text={data.yaml} />
            <a
              className={buttonClasses({ kind: 'primary' })}
              href={`data:text/yaml;charset=utf-8,${encodeURIComponent(data.yaml)}`}
              download={`${journey}.test.yaml`}
            >
              <Download aria-hidden />
              {say('case-download')}
            </a>
          </>
        )
      }
    >
      {error && <Problem problem={error} />}
      {data === undefined && error === null && <Skeleton className="h-[50vh]" />}
      {data && (
        <>
          {data.expected !== 'each time' && <p className="mb-2 text-warn">{say(`case-expected.${data.expected}`)}</p>}
          {data.isCut && <p className="mb-2 text-warn">{say('case-cut')}</p>}
          {leftOut > 0 && <p className="mb-2 text-soft">{say('case-left-out', { count: leftOut })}</p>}
          <CodeEditor label={say('case', { journey })} language="yaml" value={data.yaml} className="h-[50vh]" />
        </>
      )}
    </Dialog>
  )
}
