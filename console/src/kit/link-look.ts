// How a link to a thing looks wherever things stand in a list or a table: ink and medium weight, the accent under the pointer. Links inside a sentence are no matter of this file.

export const linkLook = 'font-medium text-ink hover:text-accent hover:underline'
