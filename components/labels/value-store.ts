import { useEffect, useState, useSyncExternalStore } from "react";

/** One value that changes often (pointer, cursor) and must not render the whole workspace. */
export class ValueStore<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get = (): Value => this.#value;

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export function useValue<Value>(store: ValueStore<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** The same for something to read at leisure, while what changes it must not be held up. */
export function useCalmValue<Value>(store: ValueStore<Value>, everyMs: number): Value {
  const [value, setValue] = useState(store.get);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const take = () => {
      timer = null;
      setValue(store.get);
    };
    take();
    const stop = store.subscribe(() => {
      timer ??= setTimeout(take, everyMs);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [store, everyMs]);
  return value;
}
