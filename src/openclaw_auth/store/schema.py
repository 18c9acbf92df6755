"""The state database's tables, as numbered migrations. Only ever appended to.

The columns are as they will be in PostgreSQL; times are epoch ms.
"""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE schema_version (version INTEGER NOT NULL)",
        """CREATE TABLE tombstones (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            removed_at_ms BIGINT NOT NULL,
            PRIMARY KEY (agent_dir, profile_id)
        )""",
        """CREATE TABLE profile_notes (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            added_at_ms BIGINT NOT NULL,
            expiry_assumed INTEGER NOT NULL,
            PRIMARY KEY (agent_dir, profile_id)
        )""",
        """CREATE TABLE last_used (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            at_ms BIGINT NOT NULL,
            PRIMARY KEY (agent_dir, profile_id)
        )""",
        # Ruling 15: rate limits touch a credential with one model.
        """CREATE TABLE model_cooldowns (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            model TEXT NOT NULL,
            until_ms BIGINT NOT NULL,
            error_count INTEGER NOT NULL,
            last_failure_at_ms BIGINT NOT NULL,
            PRIMARY KEY (agent_dir, profile_id, model)
        )""",
        # Ruling 15: dead is a secret, not an id; a replaced key is alive again.
        """CREATE TABLE dead_marks (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            secret_fingerprint TEXT NOT NULL,
            detail TEXT NOT NULL,
            marked_at_ms BIGINT NOT NULL,
            PRIMARY KEY (agent_dir, profile_id)
        )""",
        """CREATE TABLE notices (
            key TEXT NOT NULL PRIMARY KEY,
            sent_at_ms BIGINT NOT NULL
        )""",
    ),
    # Both live in the store's usageStats, with the profile that they are about.
    ("DROP TABLE model_cooldowns", "DROP TABLE dead_marks"),
    (
        # Every refresh token that a grant ever had, by keyed fingerprint: a store that still
        # holds an older one is an alias, and its token must never be sent again.
        """CREATE TABLE grant_lineage (
            fingerprint TEXT NOT NULL PRIMARY KEY,
            grant_id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            owner_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            at_ms BIGINT NOT NULL
        )""",
        "CREATE INDEX grant_generations ON grant_lineage (grant_id, generation)",
        """CREATE TABLE refreshes (
            agent_dir TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            at_ms BIGINT NOT NULL,
            outcome TEXT NOT NULL,
            code TEXT NOT NULL,
            obtained_ms BIGINT,
            PRIMARY KEY (agent_dir, profile_id)
        )""",
    ),
    (
        # What a session got its answer from, so that a restart keeps its prompt cache warm.
        """CREATE TABLE auto_pins (
            agent_id TEXT NOT NULL,
            session_key TEXT NOT NULL,
            provider TEXT NOT NULL,
            profile_id TEXT NOT NULL,
            order_mark TEXT NOT NULL,
            set_at_ms BIGINT NOT NULL,
            PRIMARY KEY (agent_id, session_key, provider)
        )""",
        # Ruling 13: requests that crossed from a subscription to a metered key, by UTC day ...
        """CREATE TABLE billing_days (
            day BIGINT NOT NULL PRIMARY KEY,
            requests BIGINT NOT NULL
        )""",
        # ... and which way they went; one that is over stays, as the last that was.
        """CREATE TABLE billing_crossings (
            agent_id TEXT NOT NULL,
            provider TEXT NOT NULL,
            from_class TEXT NOT NULL,
            from_key TEXT,
            to_key TEXT NOT NULL,
            since_ms BIGINT NOT NULL,
            last_ms BIGINT NOT NULL,
            is_open INTEGER NOT NULL,
            PRIMARY KEY (agent_id, provider)
        )""",
    ),
    (
        # What the monitor knows of each thing that it watches, so that nothing is told twice ...
        """CREATE TABLE monitor_states (
            key TEXT NOT NULL PRIMARY KEY,
            observed TEXT NOT NULL,
            since_ms BIGINT NOT NULL,
            told TEXT NOT NULL,
            told_ms BIGINT NOT NULL,
            changes_ms TEXT NOT NULL,
            params TEXT NOT NULL
        )""",
        # ... what is to be told, written with the state that it tells of ...
        """CREATE TABLE monitor_alerts (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            code TEXT NOT NULL,
            severity TEXT NOT NULL,
            params TEXT NOT NULL,
            at_ms BIGINT NOT NULL
        )""",
        # ... and to whom; whoever sends claims first, so that two processes do not both.
        """CREATE TABLE monitor_deliveries (
            alert_id INTEGER NOT NULL,
            target TEXT NOT NULL,
            tries INTEGER NOT NULL,
            next_ms BIGINT NOT NULL,
            claimed_until_ms BIGINT NOT NULL,
            PRIMARY KEY (alert_id, target)
        )""",
    ),
)
