import type { ReactNode } from "react";
import { ErrorState } from "./error-state";

/**
 * What a query has read; `placeholder` until then, and the reason where it could not be read. What
 * was read once stays on screen when a later reading fails.
 */
export function Loaded<Data>({
  query,
  placeholder,
  errorClassName,
  children,
}: {
  query: { data: Data | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  placeholder: ReactNode;
  errorClassName?: string;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return placeholder;
  return (
    <ErrorState
      {...(errorClassName && { className: errorClassName })}
      error={query.error}
      onRetry={() => void query.refetch()}
    />
  );
}
