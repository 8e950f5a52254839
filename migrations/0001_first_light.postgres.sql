CREATE TABLE "attempt" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "subject" VARCHAR(80) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
)

CREATE INDEX "idx_attempt_subject_9cd335" ON "attempt" ("subject")

CREATE INDEX "idx_attempt_at_5d209a" ON "attempt" ("at")

CREATE TABLE "audit_entry" (
    "sequence" BIGINT NOT NULL PRIMARY KEY,
    "at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(60) NOT NULL,
    "action" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(80) NOT NULL,
    "data" TEXT NOT NULL,
    "previous" VARCHAR(64) NOT NULL,
    "hash" VARCHAR(64) NOT NULL
)

CREATE INDEX "idx_audit_entry_at_c3f19e" ON "audit_entry" ("at")

CREATE INDEX "idx_audit_entry_action_a20b3a" ON "audit_entry" ("action")

CREATE INDEX "idx_audit_entry_subject_a57072" ON "audit_entry" ("subject")

CREATE TABLE "audit_head" (
    "id" INT NOT NULL PRIMARY KEY,
    "sequence" BIGINT NOT NULL,
    "hash" VARCHAR(64) NOT NULL
)

CREATE TABLE "catalogue_item" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(40) NOT NULL UNIQUE,
    "tier" VARCHAR(12) NOT NULL,
    "group" VARCHAR(80) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "cadence" VARCHAR(12) NOT NULL,
    "due_day" INT NOT NULL,
    "audience" VARCHAR(12) NOT NULL,
    "carriers" VARCHAR(120) NOT NULL,
    "basis" TEXT NOT NULL,
    "time_limit" VARCHAR(200) NOT NULL,
    "position" INT NOT NULL
)

CREATE TABLE "draw_request" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL UNIQUE,
    "urgency" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)

CREATE TABLE "lease" (
    "name" VARCHAR(20) NOT NULL PRIMARY KEY,
    "holder" VARCHAR(40) NOT NULL,
    "until" TIMESTAMPTZ NOT NULL,
    "number" BIGINT NOT NULL
)

CREATE TABLE "one_use_code" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL UNIQUE,
    "purpose" VARCHAR(20) NOT NULL,
    "subject" VARCHAR(60) NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ
)

CREATE TABLE "page_set" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "profile" VARCHAR(40) NOT NULL,
    "sheet" TEXT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "problem" TEXT NOT NULL,
    "pages" TEXT NOT NULL,
    "claimed_until" TIMESTAMPTZ,
    "attempts" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)

CREATE INDEX "idx_page_set_state_bae032" ON "page_set" ("state")

CREATE TABLE "plan" (
    "sha256" VARCHAR(64) NOT NULL PRIMARY KEY,
    "size" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)

CREATE TABLE "programme" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "level" VARCHAR(10) NOT NULL,
    "selection" TEXT NOT NULL,
    "targets" VARCHAR(400) NOT NULL,
    "days" INT NOT NULL,
    "from_minute" INT NOT NULL,
    "to_minute" INT NOT NULL,
    "zone" VARCHAR(40) NOT NULL,
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "dwell_ms" INT NOT NULL,
    "weight" INT NOT NULL,
    "enabled" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL
)

CREATE TABLE "stored_file" (
    "sha256" VARCHAR(64) NOT NULL PRIMARY KEY,
    "size" BIGINT NOT NULL,
    "media_type" VARCHAR(60) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)

CREATE TABLE "unit" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "short_name" VARCHAR(40) NOT NULL,
    "tier" VARCHAR(12) NOT NULL,
    "path" VARCHAR(200) NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "position" INT NOT NULL,
    "parent_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT
)

CREATE INDEX "idx_unit_path_d56b9a" ON "unit" ("path")

CREATE TABLE "hall" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "address" VARCHAR(200) NOT NULL,
    "hours" VARCHAR(120) NOT NULL,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT
)

CREATE TABLE "person" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "login" VARCHAR(60) NOT NULL UNIQUE,
    "name" VARCHAR(60) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "active" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT
)

CREATE TABLE "role_grant" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "role" VARCHAR(20) NOT NULL,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_role_grant_person__f78557" UNIQUE ("person_id", "unit_id", "role")
)

CREATE TABLE "screen" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "profile" VARCHAR(40) NOT NULL,
    "lease_seconds" INT NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL,
    "output" VARCHAR(120) NOT NULL,
    "paired_at" TIMESTAMPTZ,
    "seen_at" TIMESTAMPTZ,
    "health" TEXT NOT NULL,
    "beat_sequence" BIGINT NOT NULL,
    "hall_id" VARCHAR(26) NOT NULL REFERENCES "hall" ("id") ON DELETE RESTRICT
)

CREATE INDEX "idx_screen_token_h_b5f942" ON "screen" ("token_hash")

CREATE TABLE "pairing" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(6) NOT NULL UNIQUE,
    "ticket_hash" VARCHAR(64) NOT NULL UNIQUE,
    "fingerprint" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "collected_at" TIMESTAMPTZ,
    "screen_id" VARCHAR(26) REFERENCES "screen" ("id") ON DELETE CASCADE
)

CREATE TABLE "pointer" (
    "epoch" INT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "plan" VARCHAR(64) NOT NULL,
    "overlay" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ NOT NULL,
    "lease_until" TIMESTAMPTZ NOT NULL,
    "envelope" TEXT NOT NULL,
    "screen_id" VARCHAR(26) NOT NULL PRIMARY KEY REFERENCES "screen" ("id") ON DELETE CASCADE
)

CREATE TABLE "session" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "csrf" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "seen_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE
)

CREATE TABLE "record" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "period" VARCHAR(10),
    "official_url" VARCHAR(500) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "current_id" VARCHAR(26),
    "item_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE RESTRICT,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_record_unit_id_529f81" UNIQUE ("unit_id", "item_id", "period")
)

CREATE TABLE "version" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "code" VARCHAR(10) NOT NULL UNIQUE,
    "state" VARCHAR(12) NOT NULL,
    "newest" BOOL NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "template" VARCHAR(12) NOT NULL,
    "content" TEXT NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "template_edition" INT NOT NULL,
    "nil_return" BOOL NOT NULL,
    "index_number" VARCHAR(80) NOT NULL,
    "publisher" VARCHAR(120) NOT NULL,
    "document_number" VARCHAR(80) NOT NULL,
    "subject" VARCHAR(80) NOT NULL,
    "keywords" VARCHAR(200) NOT NULL,
    "formed_on" DATE,
    "issued_on" DATE,
    "effective_on" DATE,
    "abolished_on" DATE,
    "ends_at" TIMESTAMPTZ,
    "official_url" VARCHAR(500) NOT NULL,
    "reviewer" VARCHAR(80) NOT NULL,
    "search_text" TEXT NOT NULL,
    "unsure" TEXT NOT NULL,
    "revision" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "published_at" TIMESTAMPTZ,
    "superseded_at" TIMESTAMPTZ,
    "withdrawn_at" TIMESTAMPTZ,
    "withdrawn_because" VARCHAR(300) NOT NULL,
    "checked_at" TIMESTAMPTZ,
    "author_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "record_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_version_record__e83178" UNIQUE ("record_id", "number")
)

CREATE INDEX "idx_version_state_96c42a" ON "version" ("state")

CREATE TABLE "review" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "step" VARCHAR(12) NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "note" VARCHAR(500) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

ALTER TABLE "record" ADD CONSTRAINT "record_current_id_fkey" FOREIGN KEY ("current_id") REFERENCES "version" ("id") ON DELETE SET NULL
