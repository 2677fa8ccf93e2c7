/** What a service manager should run, where, and as which user. */
export type ServiceSettings = {
  /** absolute paths: the program's Node, and the program */
  command: readonly [node: string, program: string];
  /** the folder with `.env`: the working directory */
  folder: string;
  /** its owner, never root */
  user: string;
  /** other folders that the bot writes to: for the state and the journal */
  writable: readonly string[];
};
