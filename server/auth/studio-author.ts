/** Author of labels that no person gave by hand: those of the demonstration project. */
export const studioAuthor = { id: "Tilewright" };
