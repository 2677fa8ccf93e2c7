export type Listed = {
  name: string;
  machine: string;
  trading: boolean;
  watched: boolean;
  /** where people read its repository, if that is on github.com */
  web?: string;
};
