import { ComponentType } from 'discord.js';
import { ApiError } from '../api-error.ts';
import type { ModalBody } from '../bodies.ts';

export type ModalInput = {
  custom_id: string;
  label: string;
  description: string;
  long: boolean;
  required: boolean;
  value: string;
  placeholder: string;
  min_length: number;
  max_length: number;
};

/** The text inputs of a modal, in action rows or labels. @throws ApiError 501 for other kinds of input */
export function inputsOf(modal: ModalBody): ModalInput[] {
  return modal.components.flatMap((component) => {
    if (component.type === ComponentType.TextDisplay) return [];
    if (component.type === ComponentType.ActionRow)
      return component.components.map((input) => describe(input, input.label ?? '', ''));
    const { component: input, label, description } = component;
    if (input.type !== ComponentType.TextInput)
      throw new ApiError(501, 0, 'The sandbox shows only text inputs in modals');
    return [describe(input, label, description ?? '')];
  });
}

type TextInput = {
  custom_id: string;
  style: number;
  required?: boolean;
  value?: string;
  placeholder?: string;
  min_length?: number;
  max_length?: number;
};

function describe(input: TextInput, label: string, description: string): ModalInput {
  return {
    custom_id: input.custom_id,
    label,
    description,
    long: input.style === 2,
    required: input.required ?? true,
    value: input.value ?? '',
    placeholder: input.placeholder ?? '',
    min_length: input.min_length ?? 0,
    max_length: input.max_length ?? 4000,
  };
}
