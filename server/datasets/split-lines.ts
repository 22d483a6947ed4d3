/** The lines of a text that comes in chunks, without its first one, the header. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let isHeader = true;
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (isHeader && lines.length > 0) {
      lines.shift();
      isHeader = false;
    }
    yield lines;
  }
}
