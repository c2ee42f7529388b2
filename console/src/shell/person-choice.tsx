// A field that finds a person by name, address or id as one types, and goes on to show who was chosen.

import { useState } from 'react'
import { useAsk } from '../client/use-ask.ts'
import { Combobox } from '../kit/combobox.tsx'
import type { FieldParts } from '../kit/field.tsx'

interface PersonChoiceProps extends Partial<FieldParts> {
  /** A userId, # and the number, or what was typed: the server takes addresses and ids, too. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** <Field label="Person">{(parts) => <PersonChoice {...parts} value={person} onChange={setPerson} />}</Field> */
export function PersonChoice({ value, onChange, ...parts }: PersonChoiceProps) {
  const wanted = value.trim()
  const isNumber = /^#\d+$/.test(wanted)
  const body = wanted === '' || isNumber ? {} : { text: wanted }
  const { data } = useAsk('POST /subscribers/search', { query: { limit: 10 }, body }, { keepsPrevious: true })
  const found = (data?.subscribers ?? []).map((one) => ({
    value: one.userId ?? `#${one.subscriber}`,
    label: one.name ?? one.email ?? one.userId ?? `#${one.subscriber}`,
    detail: one.name === null ? '' : (one.email ?? ''),
  }))
  // Whoever was chosen is called by name also while others are found.
  const [chosen, setChosen] = useState<(typeof found)[number]>()
  const isKept = chosen !== undefined && chosen.value === value && !found.some((one) => one.value === value)
  const choose = (next: string): void => {
    setChosen(found.find((one) => one.value === next))
    onChange(next)
  }
  return <Combobox {...parts} value={value} onChange={choose} suggestions={isKept ? [chosen, ...found] : found} isFree isFilteredElsewhere />
}
