// What the admin doors take and answer, by names: each stands once in the OpenAPI document, so that clients made from it have a type of that name.

import { z } from 'zod'

/** An object with exactly these fields, under a name that no other shape of the doors has. */
export function named<Fields extends z.ZodRawShape>(name: string, fields: Fields): z.ZodObject<Fields, z.core.$strict> {
  return z.strictObject(fields).meta({ id: name })
}
