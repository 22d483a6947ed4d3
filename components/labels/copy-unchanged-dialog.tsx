import { CopyCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Slider } from "@/components/ui/slider";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { api } from "@/lib/api-client";
import { openRaster } from "../map/open-raster";
import { type CopyCandidate, findCopyCandidates } from "./copy-unchanged";
import { decodePlane } from "./label-plane";
import { useWorkspace } from "./workspace-context";

const largestThreshold = 2;
const bins = 50;

/** Takes over the labels of another date where the ground has not changed; never over a label. */
export function CopyUnchangedDialog() {
  const t = useTranslations("labels");
  const { comparison } = useWorkspace();
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" size="sm">
          <CopyCheck />
          {t("copyUnchanged.open")}
        </Button>
      </DialogTrigger>
      <DialogContent className="max-w-lg">
        <DialogHeader>
          <DialogTitle>{t("copyUnchanged.title", { scene: comparison.scene.name })}</DialogTitle>
          <DialogDescription>{t("copyUnchanged.help")}</DialogDescription>
        </DialogHeader>
        <CopyForm onClose={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function CopyForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("labels");
  const { session, project } = useWorkspace();
  const [threshold, setThreshold] = useState(0.6);
  const { candidates, failed } = useCandidates();
  const known = project.classes.map((one) => one.index + 1);
  const taken = (candidates ?? []).filter(
    ({ byte, change }) => change <= threshold && known.includes(byte),
  );
  const copy = () => {
    const changed = session.applyEach(
      "copy",
      taken.map(({ cell }) => cell),
      Uint8Array.from(taken, ({ byte }) => byte),
    );
    toast.success(t("copyUnchanged.done", { count: changed }));
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        copy();
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        {failed && <p className="text-destructive">{t("copyUnchanged.failed")}</p>}
        {!candidates && !failed && (
          <p className="text-muted-foreground">{t("copyUnchanged.measuring")}</p>
        )}
        {candidates && (
          <>
            <ChangeHistogram candidates={candidates} threshold={threshold} />
            <Slider
              aria-label={t("copyUnchanged.threshold")}
              value={[threshold]}
              min={0}
              max={largestThreshold}
              step={0.02}
              onValueChange={([value]) => setThreshold(value ?? 0)}
            />
            <p className="flex justify-between text-sm">
              <span className="text-muted-foreground">{t("copyUnchanged.threshold")}</span>
              <span className="num">{threshold.toFixed(2)}</span>
            </p>
            <p data-copied={taken.length}>
              {t("copyUnchanged.preview", { count: taken.length, total: candidates.length })}
            </p>
            <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
              {project.classes.map((one) => {
                const count = taken.filter(({ byte }) => byte === one.index + 1).length;
                if (count === 0) return null;
                return (
                  <li key={one.id} className="flex items-center gap-1.5">
                    <ColourSwatch colour={one.colour} />
                    {one.name}
                    <span className="num text-muted-foreground">{count}</span>
                  </li>
                );
              })}
            </ul>
          </>
        )}
      </DialogBody>
      <SubmitFooter onCancel={onClose} disabled={taken.length === 0}>
        {t("copyUnchanged.action", { count: taken.length })}
      </SubmitFooter>
    </form>
  );
}

function useCandidates(): { candidates: CopyCandidate[] | null; failed: boolean } {
  const { map, scene, session, comparison } = useWorkspace();
  const [candidates, setCandidates] = useState<CopyCandidate[] | null>(null);
  const [failed, setFailed] = useState(false);
  const other = comparison.scene;
  useEffect(() => {
    if (!map) return;
    const abort = new AbortController();
    const opening = openRaster(other.id);
    const measure = async () => {
      const [reader, otherReader, labels] = await Promise.all([
        map.reader,
        opening,
        api.labels.getPlane({ sceneId: other.id }),
      ]);
      const here = { scene, reader, plane: session.plane };
      const there = { scene: other, reader: otherReader, plane: decodePlane(labels.plane) };
      const found = await findCopyCandidates(here, there, abort.signal);
      if (!abort.signal.aborted) setCandidates(found);
    };
    measure().catch(() => !abort.signal.aborted && setFailed(true));
    return () => {
      abort.abort();
      opening.then(
        (reader) => reader.close(),
        () => {},
      );
    };
  }, [map, scene, session, other]);
  return { candidates, failed };
}

/** How many tiles changed how much; those below the threshold are copied. */
function ChangeHistogram({
  candidates,
  threshold,
}: {
  candidates: readonly CopyCandidate[];
  threshold: number;
}) {
  const counts = new Array<number>(bins).fill(0);
  for (const { change } of candidates) {
    const bin = Math.min(bins - 1, Math.floor((change / largestThreshold) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const tallest = Math.max(1, ...counts);
  return (
    <svg viewBox={`0 0 ${bins} 20`} preserveAspectRatio="none" className="h-16 w-full" aria-hidden>
      {counts.map((count, bin) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the bin.
          key={bin}
          x={bin + 0.1}
          width={0.8}
          y={20 - (count / tallest) * 20}
          height={(count / tallest) * 20}
          className={
            ((bin + 0.5) / bins) * largestThreshold <= threshold
              ? "fill-primary"
              : "fill-muted-foreground/40"
          }
        />
      ))}
    </svg>
  );
}
