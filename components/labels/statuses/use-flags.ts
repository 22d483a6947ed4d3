import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/lib/api-client";
import { flaggedBit } from "@/lib/contracts/opinions";
import type { Scene } from "@/lib/contracts/scenes";
import { tileOfIndex } from "@/lib/geo/grid";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { isFlagged } from "@/lib/tile-standing";
import type { TileStatuses } from "./tile-statuses";

export type Flags = {
  /** Flags these tiles, or takes the flags off where all of them have one. */
  toggle: (cells: readonly number[]) => void;
  /** Flags a tile and lets one write why. */
  ask: (cell: number) => void;
  /** Flags a tile and says why. */
  say: (cell: number, comment: string) => void;
};

/** Flags of the scene on screen: shown at once, and as the server has them when it refuses. */
export function useFlags(scene: Scene, statuses: TileStatuses): Flags {
  const problemText = useProblemText();
  const send = useMutation({
    mutationFn: (input: Parameters<typeof api.opinions.flag>[0]) => api.opinions.flag(input),
    onError: async (error) => {
      toast.error(problemText(error).title);
      const read = await api.opinions.getStatuses({ sceneId: scene.id }).catch(() => null);
      if (read) statuses.replaceText(read.plane);
    },
  });
  const flag = (cells: readonly number[], flagged: boolean, comment = "") => {
    const tiles = cells.map((cell) => tileOfIndex(cell, scene.gridCols));
    statuses.patch(
      tiles.map(({ row, col }, at) => {
        const byte = statuses.plane[cells[at] as number] ?? 0;
        return [row, col, flagged ? byte | flaggedBit : byte & ~flaggedBit] as const;
      }),
    );
    send.mutate({ sceneId: scene.id, tiles, flagged, comment });
  };
  return {
    toggle: (cells) => {
      if (cells.length === 0) return;
      flag(cells, !cells.every((cell) => isFlagged(statuses.plane[cell] ?? 0)));
    },
    ask: (cell) => {
      if (!isFlagged(statuses.plane[cell] ?? 0)) flag([cell], true);
      focusComment();
    },
    say: (cell, comment) => flag([cell], true, comment),
  };
}

const focusMs = 10_000;

/** The field appears with the answer of the server. */
function focusComment(): void {
  const endMs = Date.now() + focusMs;
  const look = () => {
    const field = document.querySelector<HTMLInputElement>("[data-flag-comment]");
    if (field) field.focus();
    else if (Date.now() < endMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
