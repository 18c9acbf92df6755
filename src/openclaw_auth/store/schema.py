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
)
