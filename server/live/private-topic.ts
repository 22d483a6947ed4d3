/**
 * What only one person, or only reviewers, hear of a scene. Whoever listens to the scene listens to
 * their own part of it; nobody can ask for another's, because a topic that is asked for has no such
 * form.
 */
export function privateTopic(sceneId: string, personId: string): string {
  return `scene:${sceneId}@${personId}`;
}

/** What people hear who may see everybody's answers. */
export function reviewTopic(sceneId: string): string {
  return `scene:${sceneId}@@review`;
}

/** The topics that somebody hears who asks for these. */
export function topicsHeard(
  topics: readonly string[],
  personId: string,
  isReviewer: boolean,
): Set<string> {
  return new Set(
    topics.flatMap((topic) => [
      topic,
      `${topic}@${personId}`,
      ...(isReviewer ? [`${topic}@@review`] : []),
    ]),
  );
}
