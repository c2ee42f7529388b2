// A mail as it looks with the brand that is being written, light and dark: a sample that shows every color, or a template of one's own.

import { useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Select } from '../../kit/input.tsx'
import { likelyHeight, MailFrame } from '../../kit/mail-frame.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { type Say, useWords } from '../../words/words.ts'
import { sampleFile, sampleName } from './brand-sample.ts'
import { type AskedLater, useAskedLater } from './use-asked-later.ts'
import type { WorkspaceFile } from './use-workspace-file.ts'

type Preview = AnswerOf<'POST /templates/{template}/preview'>
const none: Preview['problems'] = []

const shownWidth = 420

/** The card. */
export function BrandPreview({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const templates = useAsk('GET /templates', { query: {} })
  const [template, setTemplate] = useUrlState('mail', sampleName)
  const [arePicturesShown, setPicturesShown] = useState(false)
  const { answer: preview, problem } = usePreview({ file, template, say })
  const shown = preview !== undefined && preview.mail !== null && preview.page !== null ? { mail: preview.mail, page: preview.page } : undefined
  const [broken] = useInWords(preview?.mail === null ? preview.problems.filter(({ severity }) => severity === 'error') : none)
  const height = shown === undefined ? 0 : template === sampleName ? 480 : Math.min(likelyHeight(shown.mail.html, shown.mail.text, shownWidth), 900)
  return (
    <Card
      title={say('brand.preview')}
      className="xl:sticky xl:top-18 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto"
      aside={
        <div className="w-44">
          <Select aria-label={say('brand.preview-of')} value={template} onChange={({ target }) => setTemplate(target.value)}>
            <option value={sampleName}>{say('brand.sample')}</option>
            {(templates.data?.templates ?? []).map(({ template: name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      }
    >
      {problem !== undefined && <Problem problem={problem} className="mb-3" />}
      {broken !== undefined && <p className="mb-3 rounded-md bg-warn-tint px-3 py-2 text-base text-warn">{broken.message}</p>}
      {shown === undefined && problem === undefined && broken === undefined && <Skeleton lines={8} className="h-10" />}
      {shown !== undefined && (
        <div className="flex flex-col gap-3">
          {(['light', 'dark'] as const).map((scheme) => (
            <MailFrame
              key={scheme}
              page={shown.page}
              title={say(`brand.mail-${scheme}`)}
              scheme={scheme}
              pictures={arePicturesShown ? 'remote' : 'own'}
              height={height}
            />
          ))}
          <Button size="small" kind="quiet" className="self-start" aria-pressed={arePicturesShown} onClick={() => setPicturesShown(!arePicturesShown)}>
            {say(arePicturesShown ? 'brand.pictures-shown' : 'brand.show-pictures')}
          </Button>
        </div>
      )}
    </Card>
  )
}

interface PreviewAsked {
  readonly file: WorkspaceFile
  readonly template: string
  readonly say: Say
}

function usePreview({ file, template, say }: PreviewAsked): AskedLater<Preview> {
  const words = ['subject', 'heading', 'text', 'link', 'button', 'tint', 'small'].map((key) => [key, say(`brand.words.${key}`)] as const)
  const sample = sampleFile(Object.fromEntries(words) as unknown as Parameters<typeof sampleFile>[0])
  const files = { [file.path]: file.text, ...(template === sampleName ? { [`templates/${sampleName}.json`]: sample } : {}) }
  return useAskedLater(JSON.stringify({ template, files }), askPreview)
}

function askPreview(asked: string, signal: AbortSignal): Promise<Preview> {
  const { template, files } = JSON.parse(asked) as { readonly template: string; readonly files: Record<string, string> }
  return ask('POST /templates/{template}/preview', { params: { template }, body: { files }, signal })
}
