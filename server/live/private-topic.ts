/**
 * What only one person hears of a scene. Whoever listens to the scene listens to their own part of
 * it; nobody can ask for another's, because a topic that is asked for has no such form.
 */
export function privateTopic(sceneId: string, personId: string): string {
  return `scene:${sceneId}@${personId}`;
}

/** The topics that somebody hears who asks for these. */
export function topicsHeard(topics: readonly string[], personId: string): Set<string> {
  return new Set(topics.flatMap((topic) => [topic, `${topic}@${personId}`]));
}
