"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { InlineCode } from "@/components/ui/inline-code";
import { cn } from "@/lib/cn";
import { curlText } from "./curl-text";
import type { JsonSchema, Operation } from "./openapi";
import { propertiesOf, type SchemaProperty, typeText } from "./schema-text";

const methodTones: Record<string, string> = {
  GET: "text-primary",
  POST: "text-success",
  PUT: "text-warning",
  PATCH: "text-warning",
  DELETE: "text-destructive",
};

/** One route: closed it is a line, open it shows parameters, body, answer and a curl command. */
export function OperationCard({
  operation,
  schemas,
}: {
  operation: Operation;
  schemas: Record<string, JsonSchema>;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <article id={operation.id}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[auto_3.75rem_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-2 text-left hover:bg-accent/50 md:grid-cols-[auto_3.75rem_minmax(0,1.2fr)_minmax(0,1fr)]"
      >
        <ChevronRight
          className={cn(
            "size-3.5 self-center text-muted-foreground transition-transform",
            open && "rotate-90",
          )}
          aria-hidden
        />
        <span className={cn("font-mono font-semibold text-sm", methodTones[operation.method])}>
          {operation.method}
        </span>
        <span className="break-all font-mono text-sm">{operation.path}</span>
        <span className="col-start-3 text-muted-foreground md:col-start-4">
          {operation.summary}
        </span>
      </button>
      {open && (
        <div id={id} className="flex flex-col gap-4 px-4 pt-1 pb-4 md:pl-9">
          <OperationDetails operation={operation} schemas={schemas} />
        </div>
      )}
    </article>
  );
}

function OperationDetails({
  operation,
  schemas,
}: {
  operation: Operation;
  schemas: Record<string, JsonSchema>;
}) {
  const t = useTranslations("environment");
  const curl = curlText(operation, schemas, window.location.origin);
  const parameters: SchemaProperty[] = operation.parameters.map((parameter) => ({
    name: parameter.name,
    type: `${typeText(parameter.schema ?? {})} · ${parameter.in}`,
    required: parameter.required ?? false,
    description:
      parameter.description ??
      (typeof parameter.schema?.description === "string" ? parameter.schema.description : null),
  }));
  return (
    <>
      {operation.description && (
        <p className="text-muted-foreground">
          <InlineCode text={operation.description} />
        </p>
      )}
      <PropertyTable title={t("api.parameters")} properties={parameters} />
      {operation.body && (
        <PropertyTable
          title={`${t("api.body")} · ${typeText(operation.body)}`}
          properties={propertiesOf(operation.body, schemas)}
        />
      )}
      {operation.answer && (
        <PropertyTable
          title={`${t("api.answer")} · ${typeText(operation.answer)}`}
          properties={propertiesOf(operation.answer, schemas)}
        />
      )}
      <div className="relative rounded-md border bg-muted">
        <CopyButton text={curl} className="absolute top-1 right-1" />
        <pre className="overflow-x-auto whitespace-pre-wrap break-all p-3 pr-11 font-mono text-sm">
          {curl}
        </pre>
      </div>
    </>
  );
}

function PropertyTable({
  title,
  properties,
}: {
  title: string;
  properties: readonly SchemaProperty[];
}) {
  const t = useTranslations("environment");
  return (
    <section>
      {(properties.length > 0 || title.includes("·")) && (
        <h3 className="mb-1 font-medium">{title}</h3>
      )}
      {properties.length > 0 && (
        <dl className="divide-y rounded-md border">
          {properties.map((property) => (
            <div
              key={property.name}
              className="grid grid-cols-1 gap-x-4 px-3 py-1.5 md:grid-cols-[11rem_minmax(0,1fr)]"
            >
              <dt className="font-mono text-sm">
                {property.name}
                {property.required && (
                  <span className="ml-1.5 font-sans text-muted-foreground text-xs">
                    {t("api.required")}
                  </span>
                )}
              </dt>
              <dd className="min-w-0">
                <span className="break-words font-mono text-muted-foreground text-sm">
                  {property.type}
                </span>
                {property.description && (
                  <p className="text-sm">
                    <InlineCode text={property.description} />
                  </p>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
