"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { type Reference, readReference } from "./openapi";
import { OperationCard } from "./operation-card";

const address = "/api/openapi.json";

async function fetchReference(): Promise<Reference> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new AppError(
      "unavailable",
      sentence("server.requests.apiReferenceFailed", { address, status: response.status }),
    );
  }
  return readReference(await response.json());
}

/** Every route of the API, from the same document that clients are generated from. */
export function ApiReference() {
  const t = useTranslations("environment");
  const [search, setSearch] = useState("");
  const reference = useQuery({ queryKey: ["openapi"], queryFn: fetchReference });
  return (
    <PageBody className="max-w-6xl">
      <PageHeader
        title={t("api.title")}
        description={t("api.description")}
        actions={
          <Button asChild variant="outline">
            <a href={address} download="tilewright-openapi.json">
              <Download />
              OpenAPI 3.1
            </a>
          </Button>
        }
      />
      {reference.isPending && <Skeleton className="h-96" />}
      {reference.isError && (
        <ErrorState error={reference.error} onRetry={() => void reference.refetch()} />
      )}
      {reference.data && (
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
          <nav aria-label={t("api.groups")} className="hidden lg:block">
            <ul className="sticky top-5 flex flex-col gap-0.5">
              {reference.data.groups.map((group) => (
                <li key={group.name}>
                  <a
                    href={`#${anchorOf(group.name)}`}
                    className="block rounded-md px-2 py-1 text-muted-foreground hover:bg-accent hover:text-foreground"
                  >
                    {group.name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div className="flex min-w-0 flex-col gap-6">
            <Input
              type="search"
              placeholder={t("api.search")}
              aria-label={t("api.search")}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            <Groups reference={reference.data} search={search} />
          </div>
        </div>
      )}
    </PageBody>
  );
}

function Groups({ reference, search }: { reference: Reference; search: string }) {
  const t = useTranslations("environment");
  const wanted = search.trim().toLowerCase();
  const groups = reference.groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter((one) =>
        `${one.method} ${one.path} ${one.summary}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter((group) => group.operations.length > 0);
  if (groups.length === 0) return <p className="text-muted-foreground">{t("api.noMatch")}</p>;
  return groups.map((group) => (
    <section key={group.name} id={anchorOf(group.name)} className="scroll-mt-5">
      <h2 className="mb-2 font-semibold text-lg">{group.name}</h2>
      <div className="divide-y rounded-lg border bg-card">
        {group.operations.map((operation) => (
          <OperationCard key={operation.id} operation={operation} schemas={reference.schemas} />
        ))}
      </div>
    </section>
  ));
}

function anchorOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
}
