// A form whose values are checked by a zod schema before they are sent, with the server's own mistakes put beside the fields they are about.

import { zodResolver } from '@hookform/resolvers/zod'
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import { config, type z } from 'zod'
import type { Problem } from '../client/problem.ts'

// The page forbids code that is made up at run time; asking whether it does would be noted as an attempt.
config({ jitless: true })

/** const form = useCheckedForm(schema, { name: '' }); form.register('name'); form.formState.errors.name?.message */
export function useCheckedForm<Values extends FieldValues>(
  schema: z.ZodType<Values, Values>,
  defaults: DefaultValues<Values>,
): UseFormReturn<Values, unknown, Values> {
  return useForm<Values, unknown, Values>({ resolver: zodResolver(schema), defaultValues: defaults })
}

/** Puts the mistakes that a problem names ("the body: name") beside their fields. Answers whether all of them found one. */
export function showMistakes<Values extends FieldValues>(form: UseFormReturn<Values, unknown, Values>, problem: Problem): boolean {
  const known = new Set(Object.keys(form.getValues()))
  const unplaced = problem.errors.filter(({ place, detail }) => {
    const name = place.replace(/^the body: /, '').split('.')[0] ?? ''
    if (!known.has(name)) return true
    form.setError(name as Path<Values>, { message: detail })
    return false
  })
  return problem.errors.length > 0 && unplaced.length === 0
}
