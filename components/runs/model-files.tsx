"use client";

import { Download, FileArchive, ShieldCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { Model } from "@/lib/contracts/models";
import { useFormat } from "@/lib/i18n/use-format";

/** Where a file of a model is fetched from. */
export function modelFileHref(modelId: string, path: string): string {
  return `/api/downloads/models/${modelId}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** The files that a run left behind, with sizes, hashes and downloads. */
export function ModelFiles({
  manifest,
  modelId,
}: {
  manifest: Model["manifest"];
  modelId: string | null;
}) {
  const t = useTranslations("runs");
  const format = useFormat();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("result.files")}</CardTitle>
        {modelId && (
          <CardAction>
            <Button asChild variant="outline" size="sm">
              <a href={`/api/downloads/models/${modelId}.zip`} download>
                <FileArchive />
                {t("result.downloadAll")}
              </a>
            </Button>
          </CardAction>
        )}
      </CardHeader>
      <CardContent>
        <OnnxLine manifest={manifest} />
        <Table>
          <TableHeader>
            <TableRow className="hover:bg-transparent">
              <TableHead className="pl-0">{t("result.file")}</TableHead>
              <TableHead>SHA-256</TableHead>
              <TableHead numeric>{t("result.size")}</TableHead>
              <TableHead className="w-9 pr-0" />
            </TableRow>
          </TableHeader>
          <TableBody>
            {manifest.files.map((file) => (
              <TableRow key={file.path}>
                <TableCell className="pl-0 font-mono text-sm">{file.path}</TableCell>
                <TableCell>
                  <span className="inline-flex items-center gap-1 font-mono text-muted-foreground text-sm">
                    <span title={file.sha256}>{file.sha256.slice(0, 12)}</span>
                    <CopyButton text={file.sha256} size="icon-xs" />
                  </span>
                </TableCell>
                <TableCell numeric>{format.bytes(file.bytes)}</TableCell>
                <TableCell className="pr-0 text-right">
                  {modelId && (
                    <Button asChild variant="ghost" size="icon-xs">
                      <a
                        href={modelFileHref(modelId, file.path)}
                        download
                        aria-label={`${t("result.download")}: ${file.path}`}
                        title={t("result.download")}
                      >
                        <Download />
                      </a>
                    </Button>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </CardContent>
    </Card>
  );
}

/** Whether the exported network answers as the trained one did. */
function OnnxLine({ manifest }: { manifest: Model["manifest"] }) {
  const t = useTranslations("runs");
  if (manifest.onnxPath === null) {
    return (
      <p className="mb-3 flex items-start gap-2">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
        {t("result.noOnnx", { reason: manifest.onnxProblem ?? "–" })}
      </p>
    );
  }
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-2">
      <ShieldCheck className="size-4 text-success" aria-hidden />
      <span className="font-medium">{t("result.onnx")}</span>
      <span className="num">
        {t("result.onnxDifference", {
          value: manifest.onnxMaxDifference?.toExponential(1) ?? "–",
        })}
      </span>
      <span className="text-muted-foreground">{t("result.onnxLimit")}</span>
    </p>
  );
}
