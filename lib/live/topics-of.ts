import type { LiveEvent } from "../contracts/live-events";

/** The topics that an event may have arrived by; null: it concerns every listener. */
export function topicsOf(event: LiveEvent): readonly string[] | null {
  switch (event.type) {
    case "job.changed":
      return event.job.projectId ? ["jobs", `project:${event.job.projectId}`] : ["jobs"];
    case "run.changed":
      return [`run:${event.run.id}`, `project:${event.run.projectId}`];
    case "run.deleted":
      return [`run:${event.runId}`, `project:${event.projectId}`];
    case "run.points":
      return [`run:${event.runId}`];
    case "labels.changed":
    case "presence.changed":
    case "statuses.changed":
      return [`scene:${event.sceneId}`];
    case "areas.changed":
      return event.sceneId
        ? [`scene:${event.sceneId}`, `project:${event.projectId}`]
        : [`project:${event.projectId}`];
    case "scene.changed":
      return [`scene:${event.sceneId}`, `project:${event.projectId}`];
    case "prediction.changed":
      return [`scene:${event.prediction.sceneId}`, `project:${event.prediction.projectId}`];
    case "project.changed":
      // The list of projects listens to nothing but "jobs", which every page hears.
      return ["jobs", `project:${event.projectId}`];
    case "views.changed":
    case "dataset.changed":
    case "model.changed":
      return [`project:${event.projectId}`];
    case "connected":
    case "resync":
      return null;
  }
}
