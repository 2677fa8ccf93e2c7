export const formatNames = ['text', 'json', 'junit', 'markdown'] as const;

export type Format = (typeof formatNames)[number];
