import { z } from 'zod';
import { findingTypes } from './catalogue.ts';
import { categories } from './entry.ts';

export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

export const FindingType = z.enum(findingTypes);
export type FindingType = z.infer<typeof FindingType>;
