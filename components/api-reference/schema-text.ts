import { z } from "zod";
import type { JsonSchema } from "./openapi";

const schemaListSchema = z.array(z.record(z.string(), z.unknown()));
const schemaMapSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

function read<T>(schema: z.ZodType<T>, value: unknown): T | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

const text = z.string();
const smallObject = 4;

/** The name of a referenced schema: "#/components/schemas/Project" -> "Project". */
function refName(schema: JsonSchema): string | null {
  return read(text, schema.$ref)?.split("/").at(-1) ?? null;
}

/** A JSON Schema as a short type: `string`, `"a" | "b"`, `Project[]`, `{ … }`. */
export function typeText(schema: JsonSchema): string {
  const ref = refName(schema);
  if (ref) return ref;
  const values = read(z.array(z.unknown()), schema.enum);
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const variants = read(schemaListSchema, schema.anyOf) ?? read(schemaListSchema, schema.oneOf);
  if (variants) return [...new Set(variants.map(typeText))].join(" | ");
  const types = read(z.array(text), schema.type);
  if (types) return types.join(" | ");
  if (schema.type === "array") {
    const item = read(z.record(z.string(), z.unknown()), schema.items);
    const inner = item ? typeText(item) : "any";
    return inner.includes("|") ? `(${inner})[]` : `${inner}[]`;
  }
  if (schema.type === "object") return objectText(schema);
  return read(text, schema.type) ?? "any";
}

/** Small objects are written out, one level deep: `{ from: "upload", uploadId: string }`. */
function objectText(schema: JsonSchema): string {
  const properties = Object.entries(read(schemaMapSchema, schema.properties) ?? {});
  if (properties.length === 0) return "object";
  if (properties.length > smallObject) return "{ … }";
  const parts = properties.map(([name, property]) => {
    const isObject = property.type === "object" || property.anyOf || property.oneOf;
    return `${name}: ${isObject ? "…" : typeText(property)}`;
  });
  return `{ ${parts.join(", ")} }`;
}

export interface SchemaProperty {
  name: string;
  type: string;
  required: boolean;
  description: string | null;
}

/** The properties of an object schema; those of a reference or of `allOf` are looked up. */
export function propertiesOf(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
): SchemaProperty[] {
  const ref = refName(schema);
  if (ref) {
    const target = schemas[ref];
    return target ? propertiesOf(target, schemas) : [];
  }
  const parts = read(schemaListSchema, schema.allOf);
  if (parts) return parts.flatMap((part) => propertiesOf(part, schemas));
  const required = new Set(read(z.array(text), schema.required) ?? []);
  return Object.entries(read(schemaMapSchema, schema.properties) ?? {}).map(([name, property]) => ({
    name,
    type: typeText(property),
    required: required.has(name),
    description: read(text, property.description),
  }));
}

/** A value that fits a schema, for an example to start from. */
export function exampleOf(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  depth = 0,
): unknown {
  const ref = refName(schema);
  if (ref) {
    const target = schemas[ref];
    return target && depth < 6 ? exampleOf(target, schemas, depth + 1) : {};
  }
  if ("default" in schema) return schema.default;
  if ("const" in schema) return schema.const;
  const values = read(z.array(z.unknown()), schema.enum);
  if (values) return values[0];
  const variants =
    read(schemaListSchema, schema.anyOf) ??
    read(schemaListSchema, schema.oneOf) ??
    read(schemaListSchema, schema.allOf);
  const [firstVariant] = variants ?? [];
  if (firstVariant) return exampleOf(firstVariant, schemas, depth + 1);
  switch (schema.type) {
    case "object":
      return exampleObject(schema, schemas, depth);
    case "array": {
      const item = read(z.record(z.string(), z.unknown()), schema.items);
      return item && depth < 6 ? [exampleOf(item, schemas, depth + 1)] : [];
    }
    case "integer":
    case "number":
      return read(z.number(), schema.minimum) ?? 0;
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return exampleString(schema);
  }
}

function exampleObject(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  depth: number,
): Record<string, unknown> {
  const required = new Set(read(z.array(text), schema.required) ?? []);
  const properties = Object.entries(read(schemaMapSchema, schema.properties) ?? {});
  return Object.fromEntries(
    properties
      .filter(([name]) => required.has(name))
      .map(([name, property]) => [name, exampleOf(property, schemas, depth + 1)]),
  );
}

function exampleString(schema: JsonSchema): string {
  const prefix = /^\^([a-z]{3})_/.exec(read(text, schema.pattern) ?? "")?.[1];
  if (prefix) return `${prefix}_…`;
  if (schema.format === "email") return "ada@example.org";
  if (schema.format === "uuid") return "00000000-0000-4000-8000-000000000000";
  return "…";
}
