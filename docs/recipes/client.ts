// A typed client. The types come from the API itself:
//
//   npx openapi-typescript http://127.0.0.1:8000/api/v1/schema/ -o schema.d.ts
//
// `tsc --strict` then finds what this program forgets: a member that may be null, a block of a
// type that it does not show.

import type { components, operations } from "./schema.d.ts";

type Schemas = components["schemas"];
export type Article = Schemas["ArticleDocument"];
export type Card = Schemas["ArticleCard"];
export type Block = Schemas["BodyBlock"];
export type Problem = Schemas["Problem"];
export type Withdrawal = Schemas["WithdrawnProblem"];
export type ArticleQuery = NonNullable<operations["list_articles"]["parameters"]["query"]>;

export type Reading =
  | { state: "current"; article: Article; etag: string }
  | { state: "unchanged" }
  | { state: "withdrawn"; notice: Withdrawal }
  | { state: "missing" };

// A refusal that the program cannot do anything about: a wrong parameter, a key that ended.
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
    this.problem = problem;
  }
}

export class Client {
  private readonly api: string;
  private readonly key: string | undefined;

  // `api` ends with /api/v1; `key` is never to be sent to a browser.
  constructor(api: string, key?: string) {
    this.api = api;
    this.key = key;
  }

  // Give the `etag` of the copy you have, and an unchanged article costs no bytes.
  async article(ref: string, locale: string, etag?: string): Promise<Reading> {
    const url = `${this.api}/articles/${encodeURIComponent(ref)}/?locale=${locale}`;
    const response = await this.ask(url, etag === undefined ? {} : { "If-None-Match": etag });
    switch (response.status) {
      case 200: {
        const article = (await response.json()) as Article;
        return { state: "current", article, etag: response.headers.get("etag") ?? "" };
      }
      case 304:
        return { state: "unchanged" };
      case 404:
        return { state: "missing" };
      case 410:
        return { state: "withdrawn", notice: (await response.json()) as Withdrawal };
      default:
        throw new Refused((await response.json()) as Problem);
    }
  }

  // Every card, page by page: `links.next` is followed as it is.
  async *articles(query: ArticleQuery = {}): AsyncGenerator<Card> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
    let next: string | null = `${this.api}/articles/?${parameters}`;
    while (next !== null) {
      const response: Response = await this.ask(next);
      if (!response.ok) throw new Refused((await response.json()) as Problem);
      const page = (await response.json()) as Schemas["ArticleList"];
      yield* page.items;
      next = page.links.next;
    }
  }

  // Waits and asks again as long as the API says when: too many requests, or it cannot answer.
  private async ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
    const authorization = this.key === undefined ? {} : { Authorization: `Bearer ${this.key}` };
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(url, { headers: { ...headers, ...authorization } });
      const seconds = Number(response.headers.get("retry-after"));
      if (![429, 503].includes(response.status) || !seconds || attempt === 5) return response;
      await new Promise((done) => setTimeout(done, seconds * 1000));
    }
  }
}

// What a block says, as text: the place to start from for a view of your own.
export function textOf(block: Block): string {
  switch (block.type) {
    case "rich_text":
      return plain(block.html);
    case "subsection":
      return [block.heading, ...block.body.map(textOf)].join("\n");
    case "image":
      return block.image.decorative ? "" : block.image.alt;
    case "callout":
    case "care_card":
      return `${block.heading}\n${plain(block.html)}`;
    case "table":
      return block.rows.map(({ cells }) => cells.map(({ text }) => text).join(" | ")).join("\n");
    case "key_facts":
      return block.facts.map(({ label, text }) => `${label}: ${text}`).join("\n");
    case "quote":
      return `“${block.text}” ${block.attribution}`;
    case "testimonial":
      return `${block.name}: “${block.text}”`;
    case "faq_item":
      return `${block.question}\n${plain(block.answer.html)}`;
    case "video":
      return `${block.title}\n${plain(block.transcript?.html ?? "")}`;
    default:
      return unknown(block);
  }
}

// The compiler gets here only when a type of the API is missing above; at run time it is one that
// v1 gained after this program was made, and is left out.
function unknown(_block: never): string {
  return "";
}

function plain(html: string): string {
  return html.replace(/<\/(p|li)>|<br>/g, "\n").replace(/<[^>]*>/g, "").trim();
}
