export type Refusal = { refused: string };

export function refuse(refused: string): Refusal {
  return { refused };
}
