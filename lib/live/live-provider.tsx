"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import type { LiveEvent } from "../contracts/live-events";
import { type LiveState, LiveStream } from "./live-stream";
import { openEventStream } from "./open-event-stream";
import { patchCache } from "./patch-cache";

const LiveContext = createContext<LiveStream | null>(null);

function useStream(): LiveStream {
  const stream = use(LiveContext);
  if (!stream) throw new Error("Live data needs a LiveProvider above it.");
  return stream;
}

/** Holds the tab's one event stream, and keeps the query cache in step with it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [stream] = useState(() => new LiveStream(openEventStream));
  useEffect(() => {
    const online = () => stream.reconnect();
    const offline = () => stream.setOffline();
    window.addEventListener("online", online);
    window.addEventListener("offline", offline);
    return () => {
      window.removeEventListener("online", online);
      window.removeEventListener("offline", offline);
      stream.close();
    };
  }, [stream]);
  return (
    <LiveContext value={stream}>
      <CacheTopic topic="jobs" />
      {children}
    </LiveContext>
  );
}

/** Calls `handler` with every event of a topic; null listens to nothing. Events may come twice. */
export function useLiveTopic(topic: string | null, handler: (event: LiveEvent) => void): void {
  const stream = useStream();
  const latest = useEffectEvent(handler);
  useEffect(() => {
    if (topic === null) return;
    return stream.subscribe(topic, (event) => latest(event));
  }, [stream, topic]);
}

/** Listens to a topic for as long as it is on screen and patches the query cache. */
export function CacheTopic({ topic }: { topic: string | null }) {
  const cache = useQueryClient();
  useLiveTopic(topic, (event) => patchCache(cache, event));
  return null;
}

export function useLiveState(): LiveState {
  const stream = useStream();
  return useSyncExternalStore(
    (listener) => stream.onStateChange(listener),
    () => stream.state,
    () => "connecting",
  );
}
