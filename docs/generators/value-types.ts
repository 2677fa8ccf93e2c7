import { z } from 'zod';

/** No field of the manifest takes all of these, and the refusal says what it does take. */
const WRONG = ['', '\u0000', '-', ' /: ', '/(/'];

/**
 * What a field takes, in the words of its own error messages where it has some.
 * @param link the section that describes an object of these fields, or null
 */
export function valueType(schema: z.ZodType, link: (entry: z.ZodObject) => string | null): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = schema.unwrap();
    return inner instanceof z.ZodType ? valueType(inner, link) : 'any';
  }
  if (schema instanceof z.ZodObject) return link(schema) ?? 'object';
  if (schema instanceof z.ZodArray) {
    return schema.element instanceof z.ZodType ? `list of ${valueType(schema.element, link)}` : 'list';
  }
  if (schema instanceof z.ZodRecord) {
    const [key, value] = [schema.keyType, schema.valueType].map((part) =>
      part instanceof z.ZodEnum ? enumType(part) : part instanceof z.ZodType ? valueType(part, link) : 'text',
    );
    return `map: ${key} → ${value}`;
  }
  if (schema instanceof z.ZodEnum) return enumType(schema);
  if (schema instanceof z.ZodBoolean) return '`true` or `false`';
  if (schema instanceof z.ZodNumber) return numberType(schema);
  return textType(schema);
}

function enumType(schema: z.ZodEnum): string {
  const options = schema.options.map(String);
  return options.length > 8 ? '[finding type](findings.md)' : options.map((one) => `\`${one}\``).join(', ');
}

function numberType(schema: z.ZodNumber): string {
  const { type, minimum, maximum, exclusiveMinimum } = z.toJSONSchema(schema);
  const least = exclusiveMinimum === undefined ? `from ${minimum}` : `over ${exclusiveMinimum}`;
  return `${type === 'integer' ? 'whole number' : 'number'} ${least} to ${maximum}`;
}

function textType(schema: z.ZodType): string {
  const said = WRONG.flatMap((wrong) => schema.safeParse(wrong).error?.issues ?? []);
  const told = said.map(({ message }) => message).find((message) => message.startsWith('must be '));
  return told === undefined ? 'text' : told.replace('must be ', '').replace(/[:,]? such as .*$/, '');
}
