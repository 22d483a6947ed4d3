import { type Browser, expect, type Page, test } from "@playwright/test";
import { signIn } from "./browser";
import { Studio } from "./studio";

/** One's own password, and work that is not saved yet. */
test.describe("what is one's own", () => {
  test.describe.configure({ mode: "serial" });
  const studio = new Studio();
  const lin = { name: "Lin", email: "lin@example.org" };
  let page: Page;
  let projectId = "";

  test.beforeAll(async ({ browser }) => {
    const { client } = await studio.createClient(await studio.start());
    await client.auth.createUser({ ...lin, password: "first of all", role: "analyst" });
    const look = { key: null, archived: false };
    const project = await client.projects.create({
      name: "Coast",
      description: "",
      tileSizePx: 64,
      classes: [
        { name: "Sand", colour: "#ddcc77", ...look },
        { name: "Reed", colour: "#117733", ...look },
      ],
    });
    projectId = project.id;
    page = await browser.newPage();
    await signIn(page, studio.url);
  });

  test.afterAll(async () => {
    await page?.context().close();
    await studio.stop();
  });

  test("a reset gives a one-time password, after which people choose their own", async ({
    browser,
  }) => {
    await page.goto(`${studio.url}/administration`);
    await page.getByRole("button", { name: "Actions for Lin" }).click();
    await page.getByRole("menuitem", { name: "Reset the password…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make a one-time password" }).click();
    const oneTime = (await dialog.locator("code").textContent()) ?? "";
    expect(oneTime).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    // Over plain http from another machine there is no clipboard to ask.
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await dialog.getByRole("button", { name: "Copy" }).click();
    await expect(dialog.getByText("Copied")).toBeAttached();
    await dialog.getByRole("button", { name: "Done" }).click();

    const linPage = await signInAs(browser, studio.url, lin.email, oneTime);
    await linPage.waitForURL(/\/new-password/);
    // No way around it.
    await linPage.goto(`${studio.url}/account`);
    await linPage.waitForURL(/\/new-password\?next=%2Faccount/);
    await linPage.getByLabel("One-time password").fill(oneTime);
    await linPage.getByLabel("New password").fill("short");
    await linPage.getByRole("button", { name: "Change the password" }).click();
    await expect(linPage.getByLabel("New password")).toHaveAccessibleDescription(
      "A password has 10 to 128 characters.",
    );
    await linPage.getByLabel("New password").fill("an own long one");
    await linPage.getByRole("button", { name: "Change the password" }).click();
    await linPage.waitForURL(/\/account$/);

    // On the account page it is changed with the present one.
    const elsewhere = await signInAs(browser, studio.url, lin.email, "an own long one");
    await elsewhere.waitForURL(/\/projects/);
    await linPage.getByLabel("Present password").fill("not this one");
    await linPage.getByLabel("New password").fill("yet another one");
    await linPage.getByRole("button", { name: "Change the password" }).click();
    await expect(linPage.getByLabel("Present password")).toHaveAccessibleDescription(
      /not your present password/,
    );
    await linPage.getByLabel("Present password").fill("an own long one");
    await linPage.getByRole("button", { name: "Change the password" }).click();
    await expect(linPage.getByText("Your password is changed.")).toBeVisible();
    await elsewhere.reload();
    await elsewhere.waitForURL(/\/sign-in/);
    await linPage.reload();
    await expect(linPage.getByRole("heading", { name: "Account" })).toBeVisible();
    await linPage.context().close();
    await elsewhere.context().close();
  });

  test("classes that are not saved are not lost by leaving", async () => {
    const settings = `${studio.url}/projects/${projectId}/settings`;
    await page.goto(`${studio.url}/projects/${projectId}`);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.waitForURL(settings);
    const name = page.getByRole("textbox", { name: "Class name" }).first();
    await name.fill("Dune");
    const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
    const stay = async () => {
      await expect(dialog).toBeVisible();
      await dialog.getByRole("button", { name: "Stay here" }).click();
      await expect(dialog).toHaveCount(0);
      expect(page.url()).toBe(settings);
      await expect(name).toHaveValue("Dune");
    };
    await page.getByRole("link", { name: "Runs", exact: true }).first().click();
    await stay();
    await page.goBack({ waitUntil: "commit", timeout: 3000 }).catch(() => undefined);
    await stay();
    await page.getByRole("button", { name: "Switch project" }).click();
    await page.getByRole("menuitem", { name: "All projects" }).click();
    await stay();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/./).last().fill("Environment");
    await page.keyboard.press("Enter");
    await stay();

    // The browser asks by itself when the tab goes away.
    const asked = page.waitForEvent("dialog");
    const reloading = page.reload({ timeout: 5000 }).catch(() => undefined);
    const question = await asked;
    expect(question.type()).toBe("beforeunload");
    await question.dismiss();
    await reloading;
    await expect(name).toHaveValue("Dune");

    await page.getByRole("link", { name: "Runs", exact: true }).first().click();
    await dialog.getByRole("button", { name: "Leave" }).click();
    await page.waitForURL(/\/runs$/);
    await page.goto(settings);
    await expect(name).toHaveValue("Sand");
    await name.fill("Dune");
    await page.getByRole("button", { name: "Save", exact: true, disabled: false }).click();
    await expect(page.getByText("Saved").first()).toBeVisible();
    await page.getByRole("link", { name: "Runs", exact: true }).first().click();
    await page.waitForURL(/\/runs$/);
  });
});

async function signInAs(
  browser: Browser,
  url: string,
  email: string,
  password: string,
): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  return page;
}
