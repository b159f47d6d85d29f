// An app built on masto.js, at a live server: what it did, and how that went, as lines of JSON.
//   node app.mjs http://localhost:3000
import { createECDH, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient, MastoHttpError } from "masto";

const url = process.argv[2];
const SCOPES = "read write follow push";
const BACK = "http://localhost:9/back";
const PATIENCE = 20_000;
const oauth = createOAuthAPIClient({ url });
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC",
  "base64",
);

let failed = 0;

async function step(name, deed) {
  try {
    console.log(JSON.stringify({ name, ok: true, found: (await deed()) ?? null }));
  } catch (error) {
    failed += 1;
    console.log(JSON.stringify({ name, ok: false, error: String(error?.stack ?? error) }));
  }
}

function check(is_so, said) {
  if (!is_so) throw new Error(said);
}

function within(promise, said) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`nothing came: ${said}`)), PATIENCE).unref());
  return Promise.race([promise, late]);
}

async function eventually(asked, said) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const found = await asked();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`it never came about: ${said}`);
}

// A browser, as far as signing in needs one: pages, forms, cookies

class Browser {
  cookies = new Map();

  async ask(address, form) {
    const answer = await fetch(new URL(address, url), {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; "), origin: url, referer: `${url}/` },
      body: form && new URLSearchParams(form),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies.set(name, value);
    }
    return answer;
  }

  async send(address, form) {
    const page = await (await this.ask(address)).text();
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page)?.[1] ?? "";
    return this.ask(address, { csrfmiddlewaretoken: token, ...form });
  }
}

async function codeFor(login, password, app, challenge) {
  const browser = new Browser();
  const entered = await browser.send("/sign-in", { login, password });
  check(entered.status === 302, `the sign-in answered ${entered.status}`);
  const asked = { client_id: app.clientId, redirect_uri: BACK, response_type: "code", scope: SCOPES, state: "s" };
  const where = new URLSearchParams({ ...asked, code_challenge: challenge, code_challenge_method: "S256" });
  const allowed = await browser.send(`/oauth/authorize?${where}`, { decision: "allow" });
  const back = new URL(allowed.headers.get("location") ?? `${BACK}?error=${allowed.status}`);
  check(back.searchParams.get("state") === "s", `came back to ${back}`);
  return back.searchParams.get("code");
}

// Web Push, read as a browser reads it (RFC 8291)

function opened(body, keys, secret) {
  const salt = body.subarray(0, 16);
  const size = body[20];
  const theirs = body.subarray(21, 21 + size);
  const shared = keys.computeSecret(theirs);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), theirs]);
  const material = Buffer.from(hkdfSync("sha256", shared, secret, info, 32));
  const key = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: nonce\0", 12));
  const sealed = body.subarray(21 + size);
  const cipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  const text = plain.subarray(0, plain.lastIndexOf(2)).toString();
  return JSON.parse(text.replace(/"notification_id":\s*(\d+)/, '"notification_id":"$1"')); // larger than numbers are exact here
}

function listening() {
  const { promise: came, resolve } = deferred();
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      response.writeHead(201).end();
      resolve({ headers: request.headers, body: Buffer.concat(parts) });
    });
  });
  return new Promise((ready) => server.listen(0, "localhost", () => ready({ server, came, port: server.address().port })));
}

function deferred() {
  const found = {};
  found.promise = new Promise((resolve) => (found.resolve = resolve));
  return found;
}

// What it does

const visitor = createRestAPIClient({ url });
const app = await visitor.v1.apps.create({ clientName: "Masto", redirectUris: BACK, scopes: SCOPES, website: "https://app.example" });
const known = { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: BACK, scope: SCOPES };

function asOwner(grantType, more) {
  return oauth.token.create({ grantType, ...known, ...more });
}

async function clientOf(name) {
  const token = await asOwner("password", { username: `${name}@localhost.example`, password: `${name}-likes-long-words` });
  return { rest: createRestAPIClient({ url, accessToken: token.accessToken }), token: token.accessToken };
}

const ada = await clientOf("ada");
const ben = await clientOf("ben");
const me = await ada.rest.v1.accounts.verifyCredentials();
const he = await ben.rest.v1.accounts.verifyCredentials();

await step("sign in with a password", async () => {
  check(me.username === "ada" && he.username === "ben", me.username);
  return me.acct;
});

await step("sign in with PKCE and sign out", async () => {
  const verifier = randomBytes(40).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const code = await codeFor("ada@localhost.example", "ada-likes-long-words", app, challenge);
  const token = await asOwner("authorization_code", { code, codeVerifier: verifier });
  const mine = createRestAPIClient({ url, accessToken: token.accessToken });
  check((await mine.v1.accounts.verifyCredentials()).id === me.id, "somebody else");
  await oauth.revoke({ clientId: app.clientId, clientSecret: app.clientSecret, token: token.accessToken });
  const refused = await mine.v1.accounts.verifyCredentials().catch((error) => error);
  check(refused instanceof MastoHttpError && refused.statusCode === 401, `${refused}`);
});

await step("the community", async () => {
  const instance = await visitor.v2.instance.fetch();
  check(instance.configuration.statuses.maxCharacters > 0, "no limit");
  return instance.version;
});

await step("follow", async () => {
  check((await ada.rest.v1.accounts.$select(he.id).follow()).following, "not following");
  const [bond] = await ada.rest.v1.accounts.relationships.fetch({ id: [he.id] });
  check(bond.following && bond.id === he.id, JSON.stringify(bond));
  const found = await ada.rest.v1.accounts.search.list({ q: "ben" });
  check(found.some((one) => one.id === he.id), "not found");
});

await step("post with media", async () => {
  const media = await ada.rest.v2.media.create({ file: new Blob([PIXEL], { type: "image/png" }), description: "Green" });
  check(media.type === "image" && media.description === "Green", JSON.stringify(media));
  const post = await ada.rest.v1.statuses.create({ status: "With a picture", mediaIds: [media.id], visibility: "public" });
  check(post.mediaAttachments[0].id === media.id, "no picture");
  const answer = await fetch(post.mediaAttachments[0].url);
  check(answer.status === 200 && answer.headers.get("content-type").startsWith("image/"), `the picture answered ${answer.status}`);
});

await step("post, edit, answer and take back", async () => {
  const post = await ada.rest.v1.statuses.create({ status: "Hello", language: "en" });
  const changed = await ada.rest.v1.statuses.$select(post.id).update({ status: "Hello all" });
  check(changed.content.includes("Hello all") && changed.editedAt, changed.content);
  check((await ada.rest.v1.statuses.$select(post.id).history.list()).length === 2, "no history");
  const reply = await ben.rest.v1.statuses.create({ status: "@ada Hello", inReplyToId: post.id });
  const context = await ada.rest.v1.statuses.$select(post.id).context.fetch();
  check(context.descendants[0].id === reply.id, "no answer");
  check((await ben.rest.v1.statuses.$select(post.id).favourite()).favourited, "not liked");
  check((await ben.rest.v1.statuses.$select(post.id).reblog()).reblog.id === post.id, "not boosted");
  check((await ada.rest.v1.statuses.$select(post.id).remove()).text === "Hello all", "no text");
  const gone = await ada.rest.v1.statuses.$select(post.id).fetch().catch((error) => error);
  check(gone.statusCode === 404, `${gone}`);
});

await step("pages of the home feed", async () => {
  for (let number = 0; number < 3; number += 1) await ada.rest.v1.statuses.create({ status: `Post ${number}` });
  const pages = [];
  for await (const page of ada.rest.v1.timelines.home.list({ limit: 2 })) {
    pages.push(page.map((post) => post.id));
    if (pages.length === 2) break;
  }
  check(pages.flat().length === 4 && new Set(pages.flat()).size === 4, JSON.stringify(pages));
});

await step("polls", async () => {
  const post = await ada.rest.v1.statuses.create({ status: "Tea?", poll: { options: ["Yes", "No"], expiresIn: 3600 } });
  check(post.poll.options.length === 2 && !post.poll.multiple, JSON.stringify(post.poll));
  const poll = await ben.rest.v1.polls.$select(post.poll.id).votes.create({ choices: [1] });
  check(poll.voted && poll.ownVotes[0] === 1, JSON.stringify(poll));
  const seen = await ada.rest.v1.polls.$select(post.poll.id).fetch();
  check(seen.votesCount === 1 && seen.options[1].votesCount === 1, JSON.stringify(seen));
});

await step("filters", async () => {
  const made = await ada.rest.v2.filters.create({
    title: "Sports",
    context: ["home", "public"],
    filterAction: "warn",
    keywordsAttributes: [{ keyword: "football", wholeWord: true }],
  });
  check(made.keywords[0].keyword === "football", JSON.stringify(made));
  const post = await ben.rest.v1.statuses.create({ status: "We play football" });
  const seen = await eventually(
    async () => (await ada.rest.v1.timelines.home.list({ limit: 10 })).find((one) => one.id === post.id),
    "his post at home",
  );
  check(seen.filtered[0].filter.id === made.id, JSON.stringify(seen.filtered));
  await ada.rest.v2.filters.$select(made.id).remove();
  check((await ada.rest.v2.filters.list()).length === 0, "still there");
});

await step("lists", async () => {
  const made = await ada.rest.v1.lists.create({ title: "Friends", repliesPolicy: "list" });
  await ada.rest.v1.lists.$select(made.id).accounts.create({ accountIds: [he.id] });
  check((await ada.rest.v1.lists.$select(made.id).accounts.list())[0].id === he.id, "nobody on it");
  const post = await ben.rest.v1.statuses.create({ status: "For my friends" });
  const feed = await ada.rest.v1.timelines.list.$select(made.id).list();
  check(feed.some((one) => one.id === post.id), "not in its feed");
  await ada.rest.v1.lists.$select(made.id).remove();
});

await step("notifications", async () => {
  const post = await ben.rest.v1.statuses.create({ status: "@ada Look" });
  const told = await eventually(
    async () => (await ada.rest.v1.notifications.list()).find((one) => one.status?.id === post.id),
    "the mention",
  );
  check(told.type === "mention" && told.account.id === he.id, told.type);
  const grouped = await ada.rest.v2.notifications.list();
  check(grouped.notificationGroups.some((each) => each.type === "mention"), "not in a group");
  await ada.rest.v1.notifications.$select(told.id).dismiss();
  check(!(await ada.rest.v1.notifications.list()).some((one) => one.id === told.id), "still there");
});

await step("markers and plans", async () => {
  const [newest] = await ada.rest.v1.timelines.home.list({ limit: 1 });
  const kept = await ada.rest.v1.markers.create({ home: { lastReadId: newest.id } });
  check(kept.home.lastReadId === newest.id, JSON.stringify(kept));
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
  const plan = await ada.rest.v1.statuses.create({ status: "Tomorrow", scheduledAt });
  check((await ada.rest.v1.scheduledStatuses.list())[0].id === plan.id, "no plan");
  await ada.rest.v1.scheduledStatuses.$select(plan.id).remove();
});

await step("streaming", async () => {
  const { configuration } = await ada.rest.v2.instance.fetch();
  const streaming = createStreamingAPIClient({ streamingApiUrl: configuration.urls.streaming, accessToken: ada.token });
  const events = streaming.user.subscribe();
  const waiting = events.values();
  const say = () => ben.rest.v1.statuses.create({ status: "@ada As it happens" });
  let saying;
  try {
    const next = waiting.next();
    await new Promise((done) => setTimeout(done, 1_000)); // to subscribe is not answered
    await say();
    saying = setInterval(() => say().catch(() => {}), 4_000); // it may have taken longer
    const seen = new Set();
    let event = await within(next, "any event");
    for (; !event.done; event = await within(waiting.next(), "the other event")) {
      const { event: kind, payload } = event.value;
      if (kind === "update" && payload.content.includes("As it happens")) seen.add(kind);
      if (kind === "notification" && payload.status?.content.includes("As it happens")) seen.add(kind);
      if (seen.size === 2) break;
    }
    return [...seen].sort();
  } finally {
    clearInterval(saying);
    streaming.close();
  }
});

await step("push", async () => {
  const { server, came, port } = await listening();
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const secret = randomBytes(16);
  try {
    const made = await ada.rest.v1.push.subscription.create({
      subscription: {
        endpoint: `http://localhost:${port}/push/1`,
        keys: { p256dh: keys.getPublicKey("base64url"), auth: secret.toString("base64url") },
        standard: true,
      },
      data: { alerts: { mention: true } },
      policy: "all",
    });
    check(made.alerts.mention && made.serverKey, JSON.stringify(made));
    const post = await ben.rest.v1.statuses.create({ status: "@ada Wake up" });
    const { headers, body } = await within(came, "the message");
    check(headers["content-encoding"] === "aes128gcm", headers["content-encoding"]);
    check(headers.authorization.startsWith("vapid t="), headers.authorization);
    const said = opened(body, keys, secret);
    check(said.notification_type === "mention", JSON.stringify(said));
    const told = await ada.rest.v1.notifications.$select(said.notification_id).fetch();
    check(told.status.id === post.id, "another one");
    await ada.rest.v1.push.subscription.remove();
    return Object.keys(said).sort();
  } finally {
    server.close();
  }
});

await step("errors have words", async () => {
  const wrong = await ada.rest.v1.statuses.create({ status: "" }).catch((error) => error);
  check(wrong.statusCode === 422 && wrong.message.startsWith("Validation failed"), `${wrong}`);
  const nobody = await Promise.resolve(visitor.v1.timelines.home.list()).catch((error) => error);
  check(nobody.statusCode === 401, `${nobody}`);
});

process.exit(failed ? 1 : 0);
