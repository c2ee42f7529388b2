// The sections of the settings, in the order of the list at the side.

export const sections = ['account', 'team', 'keys', 'sending', 'policy', 'privacy', 'server', 'staging', 'audit'] as const
