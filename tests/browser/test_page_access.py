"""A page of another origin can neither read nor act; ours talks to nobody else and breaks no rule."""

from __future__ import annotations

import contextlib
import http.server
import threading

import pytest

pytestmark = pytest.mark.slow

# What a page elsewhere may try: reading, changing, forging a form, listening, taking over.
ATTACKS = """async ([gateway, token]) => {
  const found = {};
  const tried = async (name, work) => {
    try { found[name] = await work(); } catch (error) { found[name] = `refused: ${error.name}`; }
  };
  const bearer = { Authorization: `Bearer ${token}` };
  const json = { ...bearer, "Content-Type": "application/json" };
  const act = (path, more) => fetch(gateway + path, { method: "POST", body: "{}", ...more });
  await tried("read", async () => (await fetch(`${gateway}/api/board`, { headers: bearer })).text());
  await tried("read blindly", async () => (await fetch(`${gateway}/api/board`, { mode: "no-cors" })).text());
  await tried("act", async () => (await act("/api/actions/order", { headers: json })).status);
  await tried("act without a preflight", async () =>
    (await act("/api/actions/remove", { mode: "no-cors", headers: { "Content-Type": "text/plain" } })).type);
  await tried("redeem", async () => (await act("/api/links/redeem", { headers: { "Content-Type": "application/json" } })).status);
  await tried("model", async () => (await act("/v1/chat/completions", { headers: json })).status);
  await tried("script", () => import(`${gateway}/page/app.js`).then(() => "loaded"));
  await tried("frame", () => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.src = `${gateway}/`;
    frame.onload = () => { try { done(frame.contentDocument?.body.innerText ?? "closed"); } catch { done("closed"); } };
    document.body.append(frame);
  }));
  await tried("form", () => new Promise((done) => {
    const form = document.createElement("form");
    const frame = document.createElement("iframe");
    frame.name = "into";
    document.body.append(frame);
    Object.assign(form, { method: "post", action: `${gateway}/api/actions/remove`, target: "into", enctype: "text/plain" });
    document.body.append(form);
    frame.onload = () => done("sent");
    form.submit();
    setTimeout(() => done("sent"), 500);
  }));
  const other = open(`${gateway}/`);
  await new Promise((later) => setTimeout(later, 700));
  await tried("window", async () => (other ? other.document.title : "closed"));
  return found;
}"""


@contextlib.contextmanager
def elsewhere():
    """Another origin, with an empty page."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<!doctype html><title>elsewhere</title><body>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_elsewhere_can_neither_read_nor_act_even_with_the_token(browser, gateway):
    stored = gateway.state / "agents/main/agent/auth-profiles.json"
    before = stored.read_bytes()
    context = browser.new_context()
    with elsewhere() as address:
        page = context.new_page()
        page.goto(address)
        found = page.evaluate(ATTACKS, [gateway.url, gateway.token])
    context.close()

    reads = {name: found[name] for name in ("read", "act", "redeem", "model", "script")}
    assert all(str(said).startswith("refused") for said in reads.values()), found
    assert found["read blindly"] in ("", "refused: TypeError")
    assert found["frame"] in ("closed", "")
    assert found["window"] in ("closed", "refused: SecurityError"), found
    assert stored.read_bytes() == before
    log = gateway.log
    assert "evil" not in log
    assert gateway.token not in log


def test_the_page_breaks_no_rule_of_its_own_and_asks_nobody_else(board):
    # `board` fails at its end for every line of the browser's console and every foreign address.
    page = board.page
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.blockedURI))"
    )
    board.enter()
    for button in page.locator(".tools .plain").all()[:3]:
        button.click()
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    page.goto(f"{board.gateway.url}/#/chat")
    page.wait_for_selector("main")

    blocked = page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (e) => done(e.violatedDirective), { once: true });
          const script = document.createElement("img");
          script.src = "https://elsewhere.example/x.png";
          document.body.append(script);
          setTimeout(() => done("nothing"), 10000);
        })"""
    )
    assert blocked == "img-src"
    board.asked_for = "elsewhere.example"
