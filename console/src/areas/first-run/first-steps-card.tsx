// The first steps on Home, until all are done or somebody hides them in this browser; not in a copy for staging, which is nobody's first workspace and lets no mail leave.

import { useState } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { useWorkspace } from '../../shell/workspace.ts'
import { useWords } from '../../words/words.ts'
import { FirstSteps } from './first-steps.tsx'
import { useFirstSteps } from './use-first-steps.ts'

const hiddenAs = 'oncue.first-steps.hidden'

/** The card; nothing once it has done its work. */
export function FirstStepsCard() {
  const { data } = useWorkspace()
  return data === undefined || data.of === 'staging' ? null : <StepsLeft />
}

function StepsLeft() {
  const say = useWords('first-run')
  const { data } = useFirstSteps()
  const [isHidden, setHidden] = useState(() => localStorage.getItem(hiddenAs) === '1')
  const done = data?.steps.filter((one) => one.done).length ?? 0
  if (data === undefined || isHidden || done === data.steps.length) return null
  const hide = (): void => {
    localStorage.setItem(hiddenAs, '1')
    setHidden(true)
  }
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {say('title')} <Badge kind="accent">{say('count', { done, all: data.steps.length })}</Badge>
        </span>
      }
      aside={
        <Button kind="quiet" size="small" onClick={hide}>
          {say('hide')}
        </Button>
      }
    >
      <FirstSteps />
    </Card>
  )
}
