export type TcpProbe = {
  /** until the connection stood */
  duration_ms: number;
  /** the other side closed it at once, without a byte */
  closed: boolean;
};
