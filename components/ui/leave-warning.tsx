"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { addLeaveGuard, leave } from "@/lib/leave-guard";
import { Button } from "./button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "./dialog";

/**
 * While it is on a page, that page is not left by accident: links, the command palette and the back
 * button ask first, closing or reloading the tab is asked by the browser itself. The back button is
 * told of by the Navigation API, which every present browser has; older ones just go back.
 */
export function LeaveWarning() {
  const t = useTranslations("common");
  const router = useRouter();
  const [go, setGo] = useState<(() => void) | null>(null);
  const allowed = useRef(false);
  useEffect(() => {
    const remove = addLeaveGuard((next) => setGo(() => next));
    const askBrowser = (event: BeforeUnloadEvent) => {
      if (!allowed.current) event.preventDefault();
    };
    const askForLink = (event: MouseEvent) => {
      const link = linkOfClick(event);
      if (link === null || allowed.current) return;
      event.preventDefault();
      event.stopPropagation();
      // A menu does not hear of the click, and would stay open under the question.
      if (link.closest("[role=menu]")) {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      }
      leave(() => router.push(link.pathname + link.search + link.hash));
    };
    const askForBack = (event: NavigateEvent) => {
      if (event.navigationType !== "traverse" || !event.cancelable || allowed.current) return;
      event.preventDefault();
      const { key } = event.destination;
      leave(() => window.navigation.traverseTo(key));
    };
    window.addEventListener("beforeunload", askBrowser);
    document.addEventListener("click", askForLink, { capture: true });
    window.navigation?.addEventListener("navigate", askForBack);
    return () => {
      remove();
      window.removeEventListener("beforeunload", askBrowser);
      document.removeEventListener("click", askForLink, { capture: true });
      window.navigation?.removeEventListener("navigate", askForBack);
    };
  }, [router]);
  return (
    <Dialog open={go !== null} onOpenChange={(open) => !open && setGo(null)}>
      <DialogContent className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{t("leave.title")}</DialogTitle>
          <DialogDescription>{t("leave.description")}</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <Button
            variant="ghost"
            onClick={() => {
              allowed.current = true;
              setGo(null);
              go?.();
            }}
          >
            {t("leave.leave")}
          </Button>
          <Button autoFocus onClick={() => setGo(null)}>
            {t("leave.stay")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** The link to another page of the studio, in this tab, that was clicked; null for other clicks. */
function linkOfClick(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!isPlain || event.altKey || !(link instanceof HTMLAnchorElement)) return null;
  if ((link.target && link.target !== "_self") || link.hasAttribute("download")) return null;
  if (link.origin !== window.location.origin || link.pathname.startsWith("/api/")) return null;
  const { pathname, search } = window.location;
  return link.pathname + link.search === pathname + search ? null : link;
}
