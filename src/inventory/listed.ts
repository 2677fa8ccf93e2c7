export type Listed = {
  name: string;
  machine: string;
  trading: boolean;
  watched: boolean;
  /** the web address of its repository, if it is on github.com */
  web?: string;
};
