"""Tables of what commands must do on a host, and the words that they are written with."""

from __future__ import annotations

import time

HOUR_MS = 3_600_000
KEY = "sk-ant-api03-FAKE" + "k" * 70 + "TAIL000{}"
TOKEN = "sk-ant-oat01-FAKE" + "x" * 70 + "TAIL000{}"
ROUTER_KEY = "sk-or-v1-FAKE" + "r" * 50 + "TAIL0001"
STATUS = "models status --json"
CHECK = "models status --json --check"
WORK = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}
ABSENT = object()


def ahead(hours):
    """Return an epoch time in ms; tables are read seconds before they are used."""
    return int(time.time() * 1000 + hours * HOUR_MS)


def key(number=1, provider="anthropic", **more):
    return {"type": "api_key", "provider": provider, "key": KEY.format(number), **more}


def token(number=1, provider="anthropic", **more):
    return {"type": "token", "provider": provider, "token": TOKEN.format(number), **more}


def login(number=1, provider="anthropic", **more):
    secrets = {name: f"fake-{name}-{'a' * 40}-000{number}" for name in ("access", "refresh")}
    return {"type": "oauth", "provider": provider, **secrets, **more}


def model(primary, fallbacks=None, **defaults):
    chosen = {"primary": primary}
    if fallbacks is not None:
        chosen["fallbacks"] = fallbacks
    return {"agents": {"defaults": {"model": chosen, **defaults}}}


def custom(api_key, **more):
    """Return a config whose default model is of a provider of its own."""
    entry = {"baseUrl": "http://127.0.0.1:9/v1", "apiKey": api_key, "models": []}
    return {**model("acme/m1"), "models": {"providers": {"acme": entry}}, **more}


def auth(**members):
    return {"auth": members}


def provider(name="anthropic", **members):
    """Return a status that shows this one provider."""
    return auth(providers=[{"provider": name, **members}])


def next_is(profile_id, **members):
    return provider(next={"profileId": profile_id, **members})


class Case:
    """One command on one host.

    Attributes:
        name: what the row is about; the test's id.
        argv: the command, split at blanks.
        code: expected exit code.
        json: members that the document on stdout must have.
        says: texts that must appear, on stdout or stderr.
        config, store, work_store: what is there; a text is written as it is.
        files: further files, by path in the home directory.
        env: variables of the process.
    """

    def __init__(
        self, name, argv, code=0, *, json=None, says=(), config=None, store=None,
        work_store=None, files=None, env=None,
    ):  # fmt: skip
        self.name = name
        self.argv = argv.split() if isinstance(argv, str) else argv
        self.code = code
        self.json = json
        self.says = (says,) if isinstance(says, str) else says
        self.config = config
        self.store = store
        self.work_store = work_store
        self.files = files or {}
        self.env = env or {}

    def prepare(self, host):
        if self.config is not None:
            host.write_config(self.config)
        for agent, document in (("main", self.store), ("work", self.work_store)):
            if isinstance(document, str):
                host.write_store({}, agent)
                host.store_file(agent).write_text(document)
            elif document is not None:
                host.write_store(document, agent)
        for name, text in self.files.items():
            path = host.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def check(self, host):
        """Run it and compare."""
        self.prepare(host)
        done = host.run(*self.argv, **self.env)
        assert done.code == self.code, done.out + done.err
        assert "Traceback" not in done.err
        if self.json is not None:
            assert holds(self.json, done.json()), done.out
        said = " ".join((done.out + done.err).split())
        for text in self.says:
            assert text in said
        return done


def stored(*profiles, **sections):
    """Return a store: pairs of id and entry, then sections."""
    return {"profiles": dict(profiles), **sections}


def holds(expected, found):
    """Whether the members that are named are so; lists are compared item by item."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            name not in found if value is ABSENT else name in found and holds(value, found[name])
            for name, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(holds(*pair) for pair in zip(expected, found, strict=True))
        )
    return expected == found


def snapshot_of(folder):
    """Return every file below a directory, with content and mode."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ids(cases):
    return [case.name for case in cases]
