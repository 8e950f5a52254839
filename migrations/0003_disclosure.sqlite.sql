CREATE TABLE "catalogue_edition" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(40) NOT NULL UNIQUE,
    "title" VARCHAR(200) NOT NULL,
    "source" VARCHAR(200) NOT NULL,
    "source_hash" VARCHAR(64) NOT NULL,
    "note" TEXT NOT NULL,
    "codes" TEXT NOT NULL,
    "adopted_at" TIMESTAMP NOT NULL,
    "unit_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT
)

CREATE TABLE "certificate" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(10) NOT NULL UNIQUE,
    "body" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "key_id" VARCHAR(64) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

CREATE TABLE "display_day" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "screen" VARCHAR(32) NOT NULL,
    "place" VARCHAR(200) NOT NULL,
    "day" DATE NOT NULL,
    "planned_at" TIMESTAMP NOT NULL,
    "first_seen_at" TIMESTAMP,
    "last_seen_at" TIMESTAMP,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_display_day_version_44ce00" UNIQUE ("version_id", "screen", "day")
)

CREATE TABLE "display_evidence" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "carrier" VARCHAR(16) NOT NULL,
    "place" VARCHAR(120) NOT NULL,
    "file" VARCHAR(64) NOT NULL,
    "seen_on" DATE NOT NULL,
    "note" VARCHAR(200) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

CREATE TABLE "drawn_for" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_drawn_for_version_ec118c" UNIQUE ("version_id", "key")
)

CREATE TABLE "exemption" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "period" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "item_id" VARCHAR(26) NOT NULL REFERENCES "catalogue_item" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_exemption_unit_id_046ff0" UNIQUE ("unit_id", "item_id", "period")
)

CREATE TABLE "finding" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "gate" VARCHAR(8) NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "place" VARCHAR(120) NOT NULL,
    "quote" VARCHAR(200) NOT NULL,
    "suggestion" VARCHAR(200) NOT NULL,
    "severity" VARCHAR(8) NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP,
    "found_at" TIMESTAMP NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_finding_version_01a5a2" UNIQUE ("version_id", "key")
)

CREATE INDEX "idx_finding_state_82f378" ON "finding" ("state")

CREATE TABLE "former_plan" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "plan" VARCHAR(64) NOT NULL,
    "until" TIMESTAMP NOT NULL,
    "screen_id" VARCHAR(26) NOT NULL REFERENCES "screen" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_former_plan_screen__fd2ab7" UNIQUE ("screen_id", "plan")
)

CREATE TABLE "gate_word" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(12) NOT NULL,
    "word" VARCHAR(60) NOT NULL,
    "suggestion" VARCHAR(120) NOT NULL,
    "note" VARCHAR(200) NOT NULL,
    "rank" INT NOT NULL,
    "severity" VARCHAR(8) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_gate_word_kind_b07996" UNIQUE ("kind", "word")
)

CREATE TABLE "index_serial" (
    "key" VARCHAR(80) NOT NULL PRIMARY KEY,
    "serial" INT NOT NULL
)

CREATE TABLE "item_edition" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "action" VARCHAR(12) NOT NULL,
    "data" TEXT NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "edition_id" VARCHAR(26) REFERENCES "catalogue_edition" ("id") ON DELETE RESTRICT,
    "item_id" VARCHAR(26) NOT NULL REFERENCES "catalogue_item" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_item_editio_item_id_676ed7" UNIQUE ("item_id", "number")
)

CREATE TABLE "item_unit" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "role" VARCHAR(12) NOT NULL,
    "item_id" VARCHAR(26) NOT NULL REFERENCES "catalogue_item" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_item_unit_item_id_d166d8" UNIQUE ("item_id", "unit_id", "role")
)

CREATE TABLE "material" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(16) NOT NULL,
    "period" VARCHAR(10) NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "attachments" TEXT NOT NULL,
    "score" VARCHAR(40),
    "remark" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "scored_by" VARCHAR(60) NOT NULL,
    "scored_at" TIMESTAMP,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE
)

CREATE TABLE "official_check" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "url" VARCHAR(500) NOT NULL,
    "status" INT NOT NULL,
    "problem" VARCHAR(200) NOT NULL,
    "checked_at" TIMESTAMP NOT NULL,
    "failing_since" TIMESTAMP,
    "record_id" VARCHAR(26) NOT NULL UNIQUE REFERENCES "record" ("id") ON DELETE CASCADE
)

CREATE TABLE "official_day" (
    "day" DATE NOT NULL PRIMARY KEY,
    "kind" VARCHAR(4) NOT NULL,
    "note" VARCHAR(80) NOT NULL
)

CREATE TABLE "official_year" (
    "year" INT NOT NULL PRIMARY KEY,
    "source" VARCHAR(200) NOT NULL,
    "imported_at" TIMESTAMP NOT NULL,
    "by" VARCHAR(60) NOT NULL
)

CREATE TABLE "posting_extension" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "days" INT NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

CREATE TABLE "record_link" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "relation" VARCHAR(16) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "record_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE CASCADE,
    "target_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_record_link_record__5df06b" UNIQUE ("record_id", "target_id", "relation")
)

CREATE TABLE "recovery_code" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL UNIQUE,
    "used_at" TIMESTAMP,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE
)

CREATE TABLE "reminder" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "key" VARCHAR(160) NOT NULL UNIQUE,
    "kind" VARCHAR(12) NOT NULL,
    "matter" VARCHAR(12) NOT NULL,
    "period" VARCHAR(10) NOT NULL,
    "due_at" TIMESTAMP NOT NULL,
    "text" VARCHAR(500) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "read_at" TIMESTAMP,
    "item_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE CASCADE,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE,
    "record_id" VARCHAR(26) REFERENCES "record" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE
)

CREATE TABLE "delivery" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "channel" VARCHAR(12) NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "tries" INT NOT NULL,
    "next_at" TIMESTAMP NOT NULL,
    "sent_at" TIMESTAMP,
    "problem" VARCHAR(200) NOT NULL,
    "reminder_id" VARCHAR(26) NOT NULL REFERENCES "reminder" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_delivery_reminde_358606" UNIQUE ("reminder_id", "channel")
)

CREATE INDEX "idx_delivery_state_ac36ae" ON "delivery" ("state")

CREATE TABLE "restricted_file" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "sha256" VARCHAR(64) NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_restricted__sha256_fc48b6" UNIQUE ("sha256", "version_id")
)

CREATE INDEX "idx_restricted__sha256_592a8c" ON "restricted_file" ("sha256")

CREATE TABLE "review_chain" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(12) NOT NULL,
    "unit_path" VARCHAR(200) NOT NULL,
    "audience" VARCHAR(12) NOT NULL,
    "urgent" INT NOT NULL,
    "steps" TEXT NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_review_chai_kind_bde7be" UNIQUE ("kind", "unit_path", "audience", "urgent")
)

CREATE TABLE "rule_set" (
    "name" VARCHAR(40) NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "by" VARCHAR(60) NOT NULL
)

CREATE TABLE "second_factor" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "sealed" VARCHAR(200) NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "enrolled_at" TIMESTAMP,
    "person_id" VARCHAR(26) NOT NULL UNIQUE REFERENCES "person" ("id") ON DELETE CASCADE
)

CREATE TABLE "sign_in_policy" (
    "id" INT NOT NULL PRIMARY KEY,
    "idle_minutes" INT NOT NULL,
    "longest_hours" INT NOT NULL,
    "tries" INT NOT NULL
)

CREATE TABLE "source" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "list_url" VARCHAR(500) NOT NULL,
    "rules" TEXT NOT NULL,
    "active" INT NOT NULL,
    "pulled_at" TIMESTAMP,
    "problem" VARCHAR(300) NOT NULL,
    "author_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "item_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE SET NULL,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE
)

CREATE TABLE "source_page" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "url" VARCHAR(500) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "problem" VARCHAR(300) NOT NULL,
    "seen_at" TIMESTAMP NOT NULL,
    "record_id" VARCHAR(26) REFERENCES "record" ("id") ON DELETE SET NULL,
    "source_id" VARCHAR(26) NOT NULL REFERENCES "source" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_source_page_source__5a163f" UNIQUE ("source_id", "url")
)

CREATE TABLE "spot_check" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "title" VARCHAR(120) NOT NULL,
    "seed" VARCHAR(60) NOT NULL,
    "size" INT NOT NULL,
    "scope" VARCHAR(200) NOT NULL,
    "drawn_at" TIMESTAMP NOT NULL,
    "by" VARCHAR(60) NOT NULL
)

CREATE TABLE "spot_finding" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "subject" VARCHAR(200) NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "finding" VARCHAR(500) NOT NULL,
    "photo" VARCHAR(64) NOT NULL,
    "correct_by" DATE,
    "correction" VARCHAR(500) NOT NULL,
    "corrected_at" TIMESTAMP,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP,
    "check_id" VARCHAR(26) NOT NULL REFERENCES "spot_check" ("id") ON DELETE CASCADE,
    "record_id" VARCHAR(26) REFERENCES "record" ("id") ON DELETE SET NULL,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE
)

CREATE TABLE "suppressed_name" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "name" VARCHAR(40) NOT NULL,
    "unit_path" VARCHAR(200) NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "since" TIMESTAMP NOT NULL,
    "lifted_at" TIMESTAMP,
    "lifted_by" VARCHAR(60) NOT NULL
)

CREATE TABLE "task" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "basis" VARCHAR(200) NOT NULL,
    "due_on" DATE,
    "span" VARCHAR(60) NOT NULL,
    "closed_at" TIMESTAMP,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMP NOT NULL
)

CREATE TABLE "task_unit" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "progress" TEXT NOT NULL,
    "done_at" TIMESTAMP,
    "by" VARCHAR(60) NOT NULL,
    "task_id" VARCHAR(26) NOT NULL REFERENCES "task" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_task_unit_task_id_4e43c1" UNIQUE ("task_id", "unit_id")
)

CREATE TABLE "new_catalogue_item" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(40) NOT NULL UNIQUE,
    "tier" VARCHAR(12) NOT NULL,
    "group" VARCHAR(120) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "cadence" VARCHAR(12) NOT NULL,
    "due_day" INT NOT NULL,
    "audience" VARCHAR(12) NOT NULL,
    "carriers" VARCHAR(120) NOT NULL,
    "basis" TEXT NOT NULL,
    "time_limit" TEXT NOT NULL,
    "position" INT NOT NULL,
    "unit_kind" VARCHAR(16) NOT NULL,
    "domain" VARCHAR(80) NOT NULL,
    "elements" TEXT NOT NULL,
    "responsible" VARCHAR(200) NOT NULL,
    "carriers_text" TEXT NOT NULL,
    "carriers_optional" VARCHAR(120) NOT NULL,
    "limit_rules" TEXT NOT NULL,
    "limit_review" INT NOT NULL,
    "group_name" VARCHAR(120) NOT NULL,
    "mode" VARCHAR(12) NOT NULL,
    "levels" VARCHAR(60) NOT NULL,
    "stages" VARCHAR(60) NOT NULL,
    "work_links" VARCHAR(40) NOT NULL,
    "chain" VARCHAR(12) NOT NULL,
    "record_kind" VARCHAR(20) NOT NULL,
    "number" INT NOT NULL,
    "applied_at" TIMESTAMP,
    "retired_at" TIMESTAMP,
    "retired_because" VARCHAR(300) NOT NULL,
    "edition_id" VARCHAR(26) REFERENCES "catalogue_edition" ("id") ON DELETE RESTRICT,
    "merged_into_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE RESTRICT,
    "unit_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT
)

INSERT INTO "new_catalogue_item" ("id", "code", "tier", "group", "name", "cadence", "due_day", "audience", "carriers", "basis", "time_limit", "position", "unit_kind", "domain", "elements", "responsible", "carriers_text", "carriers_optional", "limit_rules", "limit_review", "group_name", "mode", "levels", "stages", "work_links", "chain", "record_kind", "number", "applied_at", "retired_at", "retired_because", "edition_id", "merged_into_id", "unit_id") SELECT "id", "code", "tier", "group", "name", "cadence", "due_day", "audience", "carriers", "basis", "time_limit", "position", '', '', '', '', '', '', '', 0, '', 'proactive', '', '', '', 'affairs', '', 1, NULL, NULL, '', NULL, NULL, NULL FROM "catalogue_item"

DROP TABLE "catalogue_item"

ALTER TABLE "new_catalogue_item" RENAME TO "catalogue_item"

CREATE TABLE "new_person" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "login" VARCHAR(60) NOT NULL UNIQUE,
    "name" VARCHAR(60) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "active" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "email" VARCHAR(120) NOT NULL,
    "left_at" TIMESTAMP,
    "locked_at" TIMESTAMP,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT
)

INSERT INTO "new_person" ("id", "login", "name", "password_hash", "active", "created_at", "email", "left_at", "locked_at", "unit_id") SELECT "id", "login", "name", "password_hash", "active", "created_at", '', NULL, NULL, "unit_id" FROM "person"

DROP TABLE "person"

ALTER TABLE "new_person" RENAME TO "person"

CREATE TABLE "new_record" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "period" VARCHAR(10),
    "official_url" VARCHAR(500) NOT NULL,
    "index_number" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "current_id" VARCHAR(26) REFERENCES "version" ("id") ON DELETE SET NULL,
    "item_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE RESTRICT,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_record_unit_id_529f81" UNIQUE ("unit_id", "item_id", "period")
)

INSERT INTO "new_record" ("id", "period", "official_url", "index_number", "created_at", "current_id", "item_id", "unit_id") SELECT "id", "period", "official_url", '', "created_at", "current_id", "item_id", "unit_id" FROM "record"

DROP TABLE "record"

ALTER TABLE "new_record" RENAME TO "record"

CREATE INDEX "idx_record_index_n_0324bb" ON "record" ("index_number")

CREATE TABLE "new_review" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "step" VARCHAR(12) NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "note" VARCHAR(500) NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "stage" VARCHAR(20) NOT NULL,
    "decisions" TEXT NOT NULL,
    "signer" VARCHAR(60) NOT NULL,
    "scan" VARCHAR(64) NOT NULL,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

INSERT INTO "new_review" ("id", "step", "content_hash", "note", "at", "stage", "decisions", "signer", "scan", "person_id", "version_id") SELECT "id", "step", "content_hash", "note", "at", '', '', '', '', "person_id", "version_id" FROM "review"

DROP TABLE "review"

ALTER TABLE "new_review" RENAME TO "review"

CREATE TABLE "new_screen" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "profile" VARCHAR(40) NOT NULL,
    "place" VARCHAR(8) NOT NULL,
    "lease_seconds" INT NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL,
    "output" VARCHAR(120) NOT NULL,
    "paired_at" TIMESTAMP,
    "seen_at" TIMESTAMP,
    "health" TEXT NOT NULL,
    "beat_sequence" BIGINT NOT NULL,
    "hall_id" VARCHAR(26) NOT NULL REFERENCES "hall" ("id") ON DELETE RESTRICT
)

INSERT INTO "new_screen" ("id", "code", "name", "profile", "place", "lease_seconds", "token_hash", "output", "paired_at", "seen_at", "health", "beat_sequence", "hall_id") SELECT "id", "code", "name", "profile", 'hall', "lease_seconds", "token_hash", "output", "paired_at", "seen_at", "health", "beat_sequence", "hall_id" FROM "screen"

DROP TABLE "screen"

ALTER TABLE "new_screen" RENAME TO "screen"

CREATE INDEX "idx_screen_token_h_b5f942" ON "screen" ("token_hash")

CREATE TABLE "new_session" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "csrf" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "seen_at" TIMESTAMP NOT NULL,
    "ended_at" TIMESTAMP,
    "stage" VARCHAR(8) NOT NULL,
    "confirmed_at" TIMESTAMP,
    "means" VARCHAR(12) NOT NULL,
    "address" VARCHAR(64) NOT NULL,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE
)

INSERT INTO "new_session" ("id", "token_hash", "csrf", "created_at", "seen_at", "ended_at", "stage", "confirmed_at", "means", "address", "person_id") SELECT "id", "token_hash", "csrf", "created_at", "seen_at", "ended_at", 'full', NULL, '', '', "person_id" FROM "session"

DROP TABLE "session"

ALTER TABLE "new_session" RENAME TO "session"

CREATE TABLE "new_unit" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "short_name" VARCHAR(40) NOT NULL,
    "tier" VARCHAR(12) NOT NULL,
    "path" VARCHAR(200) NOT NULL,
    "phone" VARCHAR(40) NOT NULL,
    "position" INT NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "index_code" VARCHAR(40) NOT NULL,
    "lead_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE SET NULL,
    "parent_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT
)

INSERT INTO "new_unit" ("id", "code", "name", "short_name", "tier", "path", "phone", "position", "kind", "index_code", "lead_id", "parent_id") SELECT "id", "code", "name", "short_name", "tier", "path", "phone", "position", 'administrative', '', NULL, "parent_id" FROM "unit"

DROP TABLE "unit"

ALTER TABLE "new_unit" RENAME TO "unit"

CREATE INDEX "idx_unit_path_d56b9a" ON "unit" ("path")

CREATE TABLE "new_version" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "code" VARCHAR(10) NOT NULL UNIQUE,
    "state" VARCHAR(12) NOT NULL,
    "newest" INT NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "template" VARCHAR(12) NOT NULL,
    "content" TEXT NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "template_edition" INT NOT NULL,
    "nil_return" INT NOT NULL,
    "index_number" VARCHAR(80) NOT NULL,
    "publisher" VARCHAR(120) NOT NULL,
    "document_number" VARCHAR(80) NOT NULL,
    "subject" VARCHAR(80) NOT NULL,
    "keywords" VARCHAR(200) NOT NULL,
    "formed_on" DATE,
    "issued_on" DATE,
    "effective_on" DATE,
    "abolished_on" DATE,
    "ends_at" TIMESTAMP,
    "official_url" VARCHAR(500) NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "fields_json" TEXT NOT NULL,
    "starts_at" TIMESTAMP,
    "posting_days" INT,
    "posting_unit" VARCHAR(14) NOT NULL,
    "posting_extended" INT NOT NULL,
    "objection" VARCHAR(200) NOT NULL,
    "group_name" VARCHAR(80) NOT NULL,
    "group_area" VARCHAR(200) NOT NULL,
    "event" VARCHAR(12) NOT NULL,
    "attachments" TEXT NOT NULL,
    "unmasked_ground" VARCHAR(300) NOT NULL,
    "chain" TEXT NOT NULL,
    "step" INT NOT NULL,
    "urgent" INT NOT NULL,
    "purged_at" TIMESTAMP,
    "row_count" INT NOT NULL,
    "reviewer" VARCHAR(80) NOT NULL,
    "search_text" TEXT NOT NULL,
    "unsure" TEXT NOT NULL,
    "writers" TEXT NOT NULL,
    "revision" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "published_at" TIMESTAMP,
    "superseded_at" TIMESTAMP,
    "withdrawn_at" TIMESTAMP,
    "withdrawn_because" VARCHAR(300) NOT NULL,
    "checked_at" TIMESTAMP,
    "author_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE RESTRICT,
    "record_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_version_record__e83178" UNIQUE ("record_id", "number")
)

INSERT INTO "new_version" ("id", "number", "code", "state", "newest", "title", "template", "content", "content_hash", "template_edition", "nil_return", "index_number", "publisher", "document_number", "subject", "keywords", "formed_on", "issued_on", "effective_on", "abolished_on", "ends_at", "official_url", "kind", "fields_json", "starts_at", "posting_days", "posting_unit", "posting_extended", "objection", "group_name", "group_area", "event", "attachments", "unmasked_ground", "chain", "step", "urgent", "purged_at", "row_count", "reviewer", "search_text", "unsure", "writers", "revision", "created_at", "updated_at", "published_at", "superseded_at", "withdrawn_at", "withdrawn_because", "checked_at", "author_id", "record_id") SELECT "id", "number", "code", "state", "newest", "title", "template", "content", "content_hash", "template_edition", "nil_return", "index_number", "publisher", "document_number", "subject", "keywords", "formed_on", "issued_on", "effective_on", "abolished_on", "ends_at", "official_url", '', '{}', NULL, NULL, '', 0, '', '', '', '', '[]', '', '', 0, 0, NULL, 0, "reviewer", "search_text", "unsure", '[]', "revision", "created_at", "updated_at", "published_at", "superseded_at", "withdrawn_at", "withdrawn_because", "checked_at", "author_id", "record_id" FROM "version"

DROP TABLE "version"

ALTER TABLE "new_version" RENAME TO "version"

CREATE INDEX "idx_version_state_96c42a" ON "version" ("state")

CREATE INDEX "idx_version_index_n_5a468e" ON "version" ("index_number")

CREATE INDEX "idx_version_record__5e3a68" ON "version" ("record_id", "published_at", "withdrawn_at", "checked_at")
