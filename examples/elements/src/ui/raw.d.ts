declare module '*?raw' {
  const source: string;
  // oxlint-disable-next-line import/no-default-export -- what Vite gives
  export default source;
}
