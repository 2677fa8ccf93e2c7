import { z } from 'zod';

export const categories = ['git', 'docker', 'permissions', 'processes', 'services', 'observation'] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;
