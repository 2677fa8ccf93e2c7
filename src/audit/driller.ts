/** Who asks. `roles`: those that Discord sent along; null: who holds the token of the HTTP server. */
export type Driller = { name: string; roles: readonly string[] | null };
