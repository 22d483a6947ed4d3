"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";

/** The newest of a project's datasets or runs, with the way to all of them and to a new one. */
export function NewestCard<One extends { id: string; createdAtMs: number; archived: boolean }>({
  title,
  href,
  add,
  query,
  most,
  empty,
  children,
}: {
  title: string;
  /** Of the list; a new one is made at `<href>/new`. */
  href: string;
  /** What the button for a new one says; null: this person may not. */
  add: string | null;
  query: { data: One[] | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  most: number;
  empty: string;
  /** One line of the list. */
  children: (one: One, href: string) => ReactNode;
}) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          <Link href={href} className="rounded-sm hover:underline">
            {title}
          </Link>
        </CardTitle>
        <CardAction>
          {add !== null && (
            <Tooltip content={add}>
              <Button asChild variant="ghost" size="icon-xs">
                <Link href={`${href}/new`} aria-label={add}>
                  <Plus />
                </Link>
              </Button>
            </Tooltip>
          )}
        </CardAction>
      </CardHeader>
      <CardContent>
        <Loaded
          query={query}
          placeholder={<Skeleton className="h-10" />}
          errorClassName="border-0 p-0"
        >
          {(all) =>
            all.every((one) => one.archived) ? (
              <p className="text-muted-foreground">{empty}</p>
            ) : (
              <ul className="flex flex-col gap-2.5">
                {newest(all, most).map((one) => (
                  <li key={one.id}>{children(one, `${href}/${one.id}`)}</li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </CardContent>
    </Card>
  );
}

function newest<One extends { createdAtMs: number; archived: boolean }>(
  all: readonly One[],
  most: number,
): One[] {
  const shown = all.filter((one) => !one.archived);
  return shown.sort((a, b) => b.createdAtMs - a.createdAtMs).slice(0, most);
}
