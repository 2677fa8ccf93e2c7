/** What a service manager is to run, where, and as whom. */
export type ServiceSettings = {
  /** absolute paths: the program's Node, and the program */
  command: readonly [node: string, program: string];
  /** where `.env` lies: the working directory */
  folder: string;
  /** its owner, never root */
  user: string;
  /** further folders that the bot writes to: those of the state and of the journal */
  writable: readonly string[];
};
