/** Plain text in which `code` stands between backticks, as hints of the server have it. */
export function InlineCode({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change their places.
      <code key={index} className="rounded-sm bg-muted px-1 font-mono text-sm">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
