type Dependent = { project: string | null; service: string | null; depends_on: string | null };

/**
 * The containers whose end others of their compose project wait for, by `awaitedKey`. compose records it as a label:
 * `db:service_healthy:false,migrate:service_completed_successfully:false`.
 */
export function awaitedBy(lines: readonly Dependent[]): ReadonlySet<string> {
  const keys = lines.flatMap(({ project, depends_on }) =>
    (depends_on ?? '').split(',').flatMap((each) => {
      const [service = '', condition] = each.trim().split(':');
      return condition === 'service_completed_successfully' ? [awaitedKey({ project, service })] : [];
    }),
  );
  return new Set(keys);
}

export function awaitedKey({ project, service }: Pick<Dependent, 'project' | 'service'>): string {
  return JSON.stringify([project, service]);
}
