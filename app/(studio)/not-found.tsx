import { NotFoundPage } from "@/components/shell/not-found-page";

/** Inside the studio the top bar stays, so that there is a way on. */
export default function NotFound() {
  return <NotFoundPage />;
}
