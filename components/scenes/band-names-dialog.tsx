"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { apiQuery } from "@/lib/api-client";
import { bandWavelengths } from "@/lib/band-wavelength";
import type { Scene } from "@/lib/contracts/scenes";

/** Names of a scene's bands and where they lie in the spectrum, to be put right by hand. */
export function BandNamesDialog({ scene }: { scene: Scene }) {
  const t = useTranslations("scenes");
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          <PencilLine />
          {t("bandNames.open")}
        </Button>
      </DialogTrigger>
      <DialogContent className="max-w-lg" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>{t("bandNames.title")}</DialogTitle>
        </DialogHeader>
        <BandNamesForm scene={scene} onClose={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function BandNamesForm({ scene, onClose }: { scene: Scene; onClose: () => void }) {
  const t = useTranslations("scenes");
  const queryClient = useQueryClient();
  const [bands, setBands] = useState(() => {
    const known = bandWavelengths(scene.bands);
    return scene.bands.map(({ index, name }, place) => ({
      index,
      name,
      wavelengthNm: known[place] ?? null,
    }));
  });
  const save = useMutation(
    apiQuery.scenes.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.scenes.key() });
        onClose();
      },
    }),
  );
  const change = (place: number, part: Partial<(typeof bands)[number]>) =>
    setBands(bands.map((band, other) => (other === place ? { ...band, ...part } : band)));
  const isWhole = bands.every(
    ({ name, wavelengthNm }) =>
      name.trim() !== "" && (wavelengthNm === null || (wavelengthNm >= 1 && wavelengthNm <= 1e6)),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ sceneId: scene.id, bands });
      }}
    >
      <DialogBody className="flex max-h-[60vh] flex-col gap-1.5 overflow-y-auto">
        <p className="text-muted-foreground text-sm">{t("bandNames.help")}</p>
        {bands.map((band, place) => (
          <div key={band.index} className="grid grid-cols-[2rem_1fr_8rem] items-center gap-2">
            <span className="num text-right text-muted-foreground">{band.index}</span>
            <Input
              aria-label={t("bandNames.nameOf", { index: band.index })}
              required
              maxLength={120}
              value={band.name}
              onChange={(event) => change(place, { name: event.target.value })}
            />
            <NumberInput
              aria-label={t("bandNames.wavelengthOf", { index: band.index })}
              unit="nm"
              min={1}
              max={1e6}
              value={band.wavelengthNm}
              onValueChange={(wavelengthNm) => change(place, { wavelengthNm })}
            />
          </div>
        ))}
        <ErrorNote error={save.error} />
      </DialogBody>
      <SubmitFooter onCancel={onClose} disabled={!isWhole} loading={save.isPending}>
        {t("bandNames.save")}
      </SubmitFooter>
    </form>
  );
}
