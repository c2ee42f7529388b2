// What people of the team may do.

/** Each may do what is said of it, and whatever those before it may. */
export const roles = ['viewer', 'sender', 'editor', 'owner'] as const
export type Role = (typeof roles)[number]

/** What each role may do, in words. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'looks at everything, and changes nothing',
  sender: 'stops, pauses and lets go on, and sends test mails',
  editor: 'publishes, and changes what is known about people',
  owner: 'makes admins and keys, and erases people',
}

/** Whether somebody of this role may do what needs that one. */
export function isAllowed(role: Role, needs: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needs)
}
