/**
 * What a process may show of being a service's, the strongest first (the order that an operator would trust):
 *
 * - declared: the manifest's `process` is what runs. The longer it is the stronger. `declared_argument`: it occurs only
 *   among the arguments, and counts where it occurs nowhere else; `declared_mention`: in a way that others have it too.
 * - unit: of the control group, the container or the job that is the service's.
 * - program: the program, its script or module bears the name; `build`: with a version or a platform behind it.
 * - role: the word right behind a script (`manage.py worker`), where the script is another service's.
 * - folder: what runs is in a folder of that name or in the checkout. The deeper the stronger.
 * - tool: a tool of the runtime is there; `stands`: it is the process's working folder.
 * - mention: a bare argument, which is never an instance.
 */
export const STRENGTH = {
  declared: 1000,
  declared_argument: 700,
  unit: 600,
  program: 400,
  build: 390,
  role: 300,
  folder: 200,
  tool: 150,
  stands: 130,
  declared_mention: 105,
  mention: 100,
  none: 0,
} as const;
