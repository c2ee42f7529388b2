// Text fields of one line and of several, and the native select for short lists. Colors and sizes only; what they mean stands in their Field.

import type { InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { classes } from './classes.ts'

export const controlLook =
  'w-full rounded-md border border-line-strong/60 bg-card px-2.5 text-base text-ink transition-colors hover:border-line-strong focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-bad phone:text-lg'

/** One line. */
export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  return <input {...rest} className={classes(controlLook, 'h-9 read-only:bg-sunken phone:h-11', className)} />
}

/** Several lines. */
export function Textarea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea rows={3} {...rest} className={classes(controlLook, 'min-h-18 py-1.5 read-only:bg-sunken', className)} />
}

/** One of a few: the browser's own, which works everywhere. */
export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement> & { readonly ref?: Ref<HTMLSelectElement> }) {
  return <select {...rest} className={classes(controlLook, 'h-9 cursor-pointer pe-7 phone:h-11', className)} />
}
