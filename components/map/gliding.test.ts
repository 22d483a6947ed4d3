import type { FrameState } from "ol/Map";
import { describe, expect, it } from "vitest";
import { Gliding } from "./gliding";

/** A frame of a 400 x 300 px map, 10 m per pixel, while the map is dragged or at rest. */
function frameAt(
  center: [number, number],
  { dragged = true, resolution = 10 }: { dragged?: boolean; resolution?: number } = {},
): FrameState {
  const [halfWidth, halfHeight] = [200 * resolution, 150 * resolution];
  return {
    size: [400, 300],
    pixelRatio: 1,
    viewHints: [0, dragged ? 1 : 0],
    viewState: { center, resolution },
    extent: [
      center[0] - halfWidth,
      center[1] - halfHeight,
      center[0] + halfWidth,
      center[1] + halfHeight,
    ],
  } as unknown as FrameState;
}

/** Only the style is touched. */
function emptyElement(): HTMLElement {
  return { style: { transform: "" } } as HTMLElement;
}

describe("Gliding", () => {
  it("draws every frame of a map at rest, without a margin", () => {
    const gliding = new Gliding();
    const frame = frameAt([0, 0], { dragged: false });
    expect(gliding.plan(frame)).toBe(frame);
    expect(gliding.plan(frame)).toBe(frame);
    expect(gliding.isMoving).toBe(false);
  });

  it("draws once with a margin, then pushes the drawing", () => {
    const gliding = new Gliding();
    gliding.plan(frameAt([0, 0], { dragged: false }));
    const drawn = gliding.plan(frameAt([0, 0]));
    expect(drawn?.size).toEqual([720, 620]);
    expect(drawn?.extent).toEqual([-3600, -3100, 3600, 3100]);

    const moved = frameAt([-500, 200]);
    expect(gliding.plan(moved)).toBeNull();
    const element = emptyElement();
    gliding.place(element, moved);
    // 50 px to the right, 20 px down, from 160 px outside.
    expect(element.style.transform).toBe("translate(-110px, -140px)");
  });

  it("draws anew when the margin is used up, the scale changes or the drawing is stale", () => {
    const gliding = new Gliding();
    gliding.plan(frameAt([0, 0], { dragged: false }));
    gliding.plan(frameAt([0, 0]));
    expect(gliding.plan(frameAt([1600, 0]))).toBeNull();
    expect(gliding.plan(frameAt([1610, 0]))?.size).toEqual([720, 620]);
    expect(gliding.plan(frameAt([1610, 0]), true)?.size).toEqual([720, 620]);
    expect(gliding.plan(frameAt([1610, 0], { resolution: 5 }))?.size).toEqual([400, 300]);
  });

  it("comes to rest where it belongs", () => {
    const gliding = new Gliding();
    gliding.plan(frameAt([0, 0], { dragged: false }));
    gliding.plan(frameAt([0, 0]));
    const rest = frameAt([-500, 200], { dragged: false });
    expect(gliding.plan(rest)).toBe(rest);
    const element = emptyElement();
    gliding.place(element, rest);
    expect(element.style.transform).toBe("");
  });
});
