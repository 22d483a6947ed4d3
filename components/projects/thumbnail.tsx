"use client";

import { ImageOff } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";

/** A picture of a scene as the importer drew it; a quiet placeholder when there is none. */
export function Thumbnail({
  sceneId,
  alt,
  className,
}: {
  sceneId: string | null;
  alt: string;
  className?: string;
}) {
  const [failed, setFailed] = useState(false);
  return (
    <div className={cn("flex items-center justify-center overflow-hidden bg-muted", className)}>
      {sceneId && !failed ? (
        // biome-ignore lint/performance/noImgElement: the server made it in its final size.
        <img
          src={`/api/scenes/${sceneId}/thumbnail`}
          alt={alt}
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
          className="size-full object-cover"
        />
      ) : (
        <ImageOff className="size-6 text-muted-foreground/40" aria-hidden />
      )}
    </div>
  );
}
