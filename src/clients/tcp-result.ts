export type TcpResult = {
  /** until the connection was open */
  duration_ms: number;
  /** the other side closed it at once, without sending anything */
  closed: boolean;
};
