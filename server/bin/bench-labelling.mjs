/** The lines of the benchmark page about labelling and about large scenes. */

export function row(name, goal, measured, met) {
  return `| ${name} | ${goal} | ${measured} | ${met ? "met" : "**missed**"} |`;
}

const inWords = (count) => count.toLocaleString("en");

/** How labelling feels, in a scene of some size. */
export function labellingRows({ tiles, keyToPaint, pan, lasso }) {
  return [
    row(
      `key press to painted label, ${inWords(tiles)} labelled tiles on screen, p95`,
      "≤ 50 ms",
      `${keyToPaint.p95Ms} ms (median ${keyToPaint.p50Ms} ms)`,
      keyToPaint.p95Ms <= 50,
    ),
    row(
      `pan over ${inWords(tiles)} tiles, frame to frame, p95`,
      "≤ 33 ms",
      `${pan.p95Ms} ms`,
      pan.p95Ms <= 33,
    ),
    row(
      `lasso of ${inWords(lasso.tiles)} of ${inWords(tiles)} tiles let go to painted, p95`,
      "≤ 200 ms",
      `${lasso.p95Ms} ms`,
      lasso.p95Ms <= 200,
    ),
  ];
}

/** Scenes of a size that others cannot hold. */
export function largeRows({ labelling, firstView }) {
  const { looks } = firstView;
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const [stretchMs, bandMs] = [median(looks.stretchMs), median(looks.bandMs)];
  return [
    ...labellingRows(labelling),
    row(
      `first paint of ${inWords(labelling.tiles)} labels once they have arrived`,
      "≤ 100 ms",
      `${Math.round(labelling.firstPaintMs)} ms`,
      labelling.firstPaintMs <= 100,
    ),
    row(
      `wall of ${inWords(labelling.tiles)} tiles scrolled, frame to frame, p95`,
      "≤ 33 ms",
      `${labelling.wall.p95Ms} ms`,
      labelling.wall.p95Ms <= 33,
    ),
    row(
      `browser memory of the page with ${inWords(labelling.tiles)} tiles`,
      "≤ 300 MB",
      `${labelling.heap.totalMb} MB`,
      labelling.heap.totalMb <= 300,
    ),
    row(
      `first whole view of a 4-band uint16 COG of ${firstView.fileMb} MB, against a page with OpenLayers alone`,
      "≤ 1.5 ×",
      `${firstView.ratio} × (${firstView.ours.p50Ms} against ${firstView.bare.p50Ms} ms)`,
      firstView.ratio <= 1.5,
    ),
    row(
      "another stretch, other bands: from the key to the drawing, median",
      "next frame, no request",
      `${stretchMs} and ${bandMs} ms, ${looks.requests} requests`,
      Math.max(stretchMs, bandMs) <= 34 && looks.requests === 0,
    ),
  ];
}
