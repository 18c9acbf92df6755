"""What `logs`, `health` and `status` say of a gateway that runs, and of one that does not."""

from __future__ import annotations

import json
import stat
import subprocess

from gateway_process import GatewayProcess, wait_until


def test_a_running_gateway_is_seen_heard_and_followed(tmp_path):
    with GatewayProcess(tmp_path, "--demo") as gateway:
        done = gateway.run("health", "--json")
        assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
        found = json.loads(gateway.run("status", "--deep", "--json").stdout)
        assert found["gateway"]["running"] is True
        assert found["gateway"]["url"] == gateway.url
        assert found["gateway"]["answer"]["status"] is not None
        assert found["service"]["installed"] is False
        follower = subprocess.Popen(
            gateway.command("logs", "--follow", "--json"),
            env=gateway.environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            path = gateway.state / "logs" / "gateway.log"
            assert gateway.get("/v1/models", gateway.token)[0] == 200
            line = json.loads(follower.stdout.readline())
            seen = (line["kind"], line["method"], line["path"], line["status"])
            assert seen == ("access", "GET", "/v1/models", 200)
        finally:
            follower.kill()
            follower.wait()
            follower.stdout.close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert wait_until(lambda: path.read_text() in gateway.log)
        shown = json.loads(gateway.run("logs", "--json", "--lines", "1").stdout)
        assert len(shown["lines"]) == 1
    down = gateway.run("health", "--json")
    assert (down.returncode, json.loads(down.stdout)["ok"]) == (1, False)
    assert gateway.run("logs").returncode == 0
