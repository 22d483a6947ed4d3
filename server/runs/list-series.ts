import type { z } from "zod";
import { type listSeriesInputSchema, type Series, seriesSchema } from "@/lib/contracts/runs";
import { type SeriesPoint, thinPoints } from "@/lib/series/thin-points";
import { getDb } from "../db/client";

/** The curves of some runs, thinned to what a screen can show. */
export async function listSeries(input: z.infer<typeof listSeriesInputSchema>): Promise<Series[]> {
  const series: Series[] = [];
  for (const runId of new Set(input.runIds)) {
    const curves = await readCurves(runId, input.metrics);
    for (const { split, metric, points } of curves) {
      series.push(
        seriesSchema.parse({ runId, split, metric, ...thinPoints(points, input.buckets) }),
      );
    }
  }
  return series;
}

interface Curve {
  split: string;
  metric: string;
  points: SeriesPoint[];
}

async function readCurves(runId: string, metrics: string[] | undefined): Promise<Curve[]> {
  let query = getDb()
    .selectFrom("run_point")
    .select(["split", "metric", "step", "epoch", "at_ms", "value"])
    .where("run_id", "=", runId);
  if (metrics) query = query.where("metric", "in", metrics);
  const rows = await query.orderBy("split").orderBy("metric").orderBy("step").execute();
  const curves = new Map<string, Curve>();
  for (const row of rows) {
    const key = `${row.split}/${row.metric}`;
    const curve = curves.get(key) ?? { split: row.split, metric: row.metric, points: [] };
    curve.points.push({ step: row.step, epoch: row.epoch, atMs: row.at_ms, value: row.value });
    curves.set(key, curve);
  }
  return [...curves.values()];
}
