import { describe, expect, it } from "vitest";
import { AppError } from "./errors";
import { toProblem } from "./to-problem";

describe("toProblem", () => {
  const problem = { code: "conflict", message: "It is taken.", hint: "Choose another." };

  it("finds the server's problem, however the client wrapped it", () => {
    expect(toProblem({ code: "CONFLICT", data: problem })).toEqual(problem);
    expect(toProblem({ code: "CONFLICT", data: { status: 409, body: problem } })).toEqual(problem);
    expect(
      toProblem(new AppError("conflict", { message: "It is taken.", hint: "Choose another." })),
    ).toEqual(problem);
  });

  it("keeps which values it is about", () => {
    const issues = [{ path: "config.batchSize", message: "It is taken." }];
    expect(toProblem({ data: { ...problem, issues } })).toEqual({ ...problem, issues });
    expect(toProblem({ data: { ...problem, issues: [{ path: 1 }] } })).toEqual(problem);
    const thrown = new AppError("conflict", { message: "It is taken.", hint: null }).at(
      "config.batchSize",
    );
    expect(toProblem(thrown).issues).toEqual(issues);
  });

  it("knows a server that was not reached", () => {
    expect(toProblem(new TypeError("Failed to fetch")).code).toBe("unreachable");
  });

  it("keeps the text of anything else", () => {
    expect(toProblem(new Error("odd"))).toEqual({ code: "internal", message: "odd", hint: null });
    expect(toProblem("odd").message).toBe("odd");
  });
});
