"use client";

import { useTranslations } from "use-intl";
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
import { ByAddress } from "./by-address";
import { FileDrop } from "./file-drop";
import { FolderBrowser } from "./folder-browser";
import { FromCatalogue } from "./from-catalogue";
import { IncomingList } from "./incoming-list";
import { InterruptedUploads } from "./interrupted-uploads-list";

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
              <TabsTrigger value="address">{t("import.byAddress")}</TabsTrigger>
              <TabsTrigger value="catalogue">{t("import.fromCatalogue")}</TabsTrigger>
            </TabsList>
            <TabsContent value="upload" className="flex flex-col gap-3">
              <FileDrop projectId={projectId} />
              <InterruptedUploads projectId={projectId} />
            </TabsContent>
            <TabsContent value="folder">
              <FolderBrowser projectId={projectId} />
            </TabsContent>
            <TabsContent value="address">
              <ByAddress projectId={projectId} />
            </TabsContent>
            <TabsContent value="catalogue">
              <FromCatalogue projectId={projectId} />
            </TabsContent>
          </Tabs>
          <IncomingList projectId={projectId} keepFinished className="mt-4 mb-1" />
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
