"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { isActiveJob } from "@/components/jobs/job-link";
import { JobRow } from "@/components/jobs/job-row";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { apiQuery } from "@/lib/api-client";
import { FileDrop } from "./file-drop";
import { FolderBrowser } from "./folder-browser";
import { InterruptedUploads } from "./interrupted-uploads-list";
import { UploadRow } from "./upload-row";
import { useUploads } from "./use-uploads";

/** Brings imagery in: files of this computer, or of a folder on the server. */
export function ImportDialog({
  projectId,
  open,
  onClose,
}: {
  projectId: string;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("scenes");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-2xl">
        <DialogHeader>
          <DialogTitle>{t("import.title")}</DialogTitle>
          <DialogDescription>{t("import.description")}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <Tabs defaultValue="upload">
            <TabsList>
              <TabsTrigger value="upload">{t("import.fromComputer")}</TabsTrigger>
              <TabsTrigger value="folder">{t("import.fromServer")}</TabsTrigger>
            </TabsList>
            <TabsContent value="upload" className="flex flex-col gap-3">
              <FileDrop projectId={projectId} />
              <InterruptedUploads projectId={projectId} />
            </TabsContent>
            <TabsContent value="folder">
              <FolderBrowser projectId={projectId} />
            </TabsContent>
          </Tabs>
          <ImportsUnderWay projectId={projectId} />
        </DialogBody>
        <DialogFooter>
          <p className="mr-auto text-muted-foreground text-sm">{t("import.mayClose")}</p>
          <Button variant="outline" onClick={onClose}>
            {t("import.done")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** Uploads and imports of this project that have not ended. */
function ImportsUnderWay({ projectId }: { projectId: string }) {
  const uploads = useUploads(projectId);
  const jobs = useQuery(apiQuery.jobs.list.queryOptions({ input: { projectId } }));
  const imports = jobs.data?.filter((job) => job.kind === "scene.import" && isActiveJob(job)) ?? [];
  if (uploads.length + imports.length === 0) return null;
  return (
    <div className="mt-4 divide-y rounded-md border">
      {uploads.map((task) => (
        <UploadRow key={task.id} task={task} />
      ))}
      {imports.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </div>
  );
}
