CREATE TABLE "catalogue_edition" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(40) NOT NULL UNIQUE,
    "title" VARCHAR(200) NOT NULL,
    "source" VARCHAR(200) NOT NULL,
    "source_hash" VARCHAR(64) NOT NULL,
    "note" TEXT NOT NULL,
    "codes" TEXT NOT NULL,
    "adopted_at" TIMESTAMPTZ NOT NULL,
    "unit_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT
)

CREATE TABLE "certificate" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code" VARCHAR(10) NOT NULL UNIQUE,
    "body" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "key_id" VARCHAR(64) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

CREATE TABLE "display_day" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "screen" VARCHAR(32) NOT NULL,
    "place" VARCHAR(200) NOT NULL,
    "day" DATE NOT NULL,
    "planned_at" TIMESTAMPTZ NOT NULL,
    "first_seen_at" TIMESTAMPTZ,
    "last_seen_at" TIMESTAMPTZ,
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
    "at" TIMESTAMPTZ NOT NULL,
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
    "at" TIMESTAMPTZ NOT NULL,
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
    "at" TIMESTAMPTZ,
    "found_at" TIMESTAMPTZ NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_finding_version_01a5a2" UNIQUE ("version_id", "key")
)

CREATE INDEX "idx_finding_state_82f378" ON "finding" ("state")

CREATE TABLE "former_plan" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "plan" VARCHAR(64) NOT NULL,
    "until" TIMESTAMPTZ NOT NULL,
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
    "created_at" TIMESTAMPTZ NOT NULL,
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
    "at" TIMESTAMPTZ NOT NULL,
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
    "score" DECIMAL(6,2),
    "remark" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "scored_by" VARCHAR(60) NOT NULL,
    "scored_at" TIMESTAMPTZ,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE
)

CREATE TABLE "official_check" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "url" VARCHAR(500) NOT NULL,
    "status" INT NOT NULL,
    "problem" VARCHAR(200) NOT NULL,
    "checked_at" TIMESTAMPTZ NOT NULL,
    "failing_since" TIMESTAMPTZ,
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
    "imported_at" TIMESTAMPTZ NOT NULL,
    "by" VARCHAR(60) NOT NULL
)

CREATE TABLE "posting_extension" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "days" INT NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "version_id" VARCHAR(26) NOT NULL REFERENCES "version" ("id") ON DELETE RESTRICT
)

CREATE TABLE "record_link" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "relation" VARCHAR(16) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "record_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE CASCADE,
    "target_id" VARCHAR(26) NOT NULL REFERENCES "record" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_record_link_record__5df06b" UNIQUE ("record_id", "target_id", "relation")
)

CREATE TABLE "recovery_code" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL UNIQUE,
    "used_at" TIMESTAMPTZ,
    "person_id" VARCHAR(26) NOT NULL REFERENCES "person" ("id") ON DELETE CASCADE
)

CREATE TABLE "reminder" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "key" VARCHAR(160) NOT NULL UNIQUE,
    "kind" VARCHAR(12) NOT NULL,
    "matter" VARCHAR(12) NOT NULL,
    "period" VARCHAR(10) NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "text" VARCHAR(500) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "read_at" TIMESTAMPTZ,
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
    "next_at" TIMESTAMPTZ NOT NULL,
    "sent_at" TIMESTAMPTZ,
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
    "urgent" BOOL NOT NULL,
    "steps" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_review_chai_kind_bde7be" UNIQUE ("kind", "unit_path", "audience", "urgent")
)

CREATE TABLE "rule_set" (
    "name" VARCHAR(40) NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "by" VARCHAR(60) NOT NULL
)

CREATE TABLE "second_factor" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "sealed" VARCHAR(200) NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "enrolled_at" TIMESTAMPTZ,
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
    "active" BOOL NOT NULL,
    "pulled_at" TIMESTAMPTZ,
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
    "seen_at" TIMESTAMPTZ NOT NULL,
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
    "drawn_at" TIMESTAMPTZ NOT NULL,
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
    "corrected_at" TIMESTAMPTZ,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMPTZ,
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
    "since" TIMESTAMPTZ NOT NULL,
    "lifted_at" TIMESTAMPTZ,
    "lifted_by" VARCHAR(60) NOT NULL
)

CREATE TABLE "task" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "basis" VARCHAR(200) NOT NULL,
    "due_on" DATE,
    "span" VARCHAR(60) NOT NULL,
    "closed_at" TIMESTAMPTZ,
    "by" VARCHAR(60) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
)

CREATE TABLE "task_unit" (
    "id" VARCHAR(26) NOT NULL PRIMARY KEY,
    "progress" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ,
    "by" VARCHAR(60) NOT NULL,
    "task_id" VARCHAR(26) NOT NULL REFERENCES "task" ("id") ON DELETE CASCADE,
    "unit_id" VARCHAR(26) NOT NULL REFERENCES "unit" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_task_unit_task_id_4e43c1" UNIQUE ("task_id", "unit_id")
)

ALTER TABLE "catalogue_item" ALTER COLUMN "group" TYPE VARCHAR(120)

ALTER TABLE "catalogue_item" ALTER COLUMN "name" TYPE VARCHAR(200)

ALTER TABLE "catalogue_item" ALTER COLUMN "time_limit" TYPE TEXT

ALTER TABLE "catalogue_item" ADD COLUMN "unit_kind" VARCHAR(16) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "unit_kind" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "domain" VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "domain" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "elements" TEXT NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "elements" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "responsible" VARCHAR(200) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "responsible" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "carriers_text" TEXT NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "carriers_text" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "carriers_optional" VARCHAR(120) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "carriers_optional" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "limit_rules" TEXT NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "limit_rules" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "limit_review" BOOL NOT NULL DEFAULT FALSE

ALTER TABLE "catalogue_item" ALTER COLUMN "limit_review" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "group_name" VARCHAR(120) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "group_name" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "mode" VARCHAR(12) NOT NULL DEFAULT 'proactive'

ALTER TABLE "catalogue_item" ALTER COLUMN "mode" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "levels" VARCHAR(60) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "levels" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "stages" VARCHAR(60) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "stages" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "work_links" VARCHAR(40) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "work_links" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "chain" VARCHAR(12) NOT NULL DEFAULT 'affairs'

ALTER TABLE "catalogue_item" ALTER COLUMN "chain" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "record_kind" VARCHAR(20) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "record_kind" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "number" INT NOT NULL DEFAULT 1

ALTER TABLE "catalogue_item" ALTER COLUMN "number" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "applied_at" TIMESTAMPTZ

ALTER TABLE "catalogue_item" ADD COLUMN "retired_at" TIMESTAMPTZ

ALTER TABLE "catalogue_item" ADD COLUMN "retired_because" VARCHAR(300) NOT NULL DEFAULT ''

ALTER TABLE "catalogue_item" ALTER COLUMN "retired_because" DROP DEFAULT

ALTER TABLE "catalogue_item" ADD COLUMN "edition_id" VARCHAR(26) REFERENCES "catalogue_edition" ("id") ON DELETE RESTRICT

ALTER TABLE "catalogue_item" ADD COLUMN "merged_into_id" VARCHAR(26) REFERENCES "catalogue_item" ("id") ON DELETE RESTRICT

ALTER TABLE "catalogue_item" ADD COLUMN "unit_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE RESTRICT

ALTER TABLE "person" ADD COLUMN "email" VARCHAR(120) NOT NULL DEFAULT ''

ALTER TABLE "person" ALTER COLUMN "email" DROP DEFAULT

ALTER TABLE "person" ADD COLUMN "left_at" TIMESTAMPTZ

ALTER TABLE "person" ADD COLUMN "locked_at" TIMESTAMPTZ

ALTER TABLE "record" ADD COLUMN "index_number" VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE "record" ALTER COLUMN "index_number" DROP DEFAULT

CREATE INDEX "idx_record_index_n_0324bb" ON "record" ("index_number")

ALTER TABLE "review" ADD COLUMN "stage" VARCHAR(20) NOT NULL DEFAULT ''

ALTER TABLE "review" ALTER COLUMN "stage" DROP DEFAULT

ALTER TABLE "review" ADD COLUMN "decisions" TEXT NOT NULL DEFAULT ''

ALTER TABLE "review" ALTER COLUMN "decisions" DROP DEFAULT

ALTER TABLE "review" ADD COLUMN "signer" VARCHAR(60) NOT NULL DEFAULT ''

ALTER TABLE "review" ALTER COLUMN "signer" DROP DEFAULT

ALTER TABLE "review" ADD COLUMN "scan" VARCHAR(64) NOT NULL DEFAULT ''

ALTER TABLE "review" ALTER COLUMN "scan" DROP DEFAULT

ALTER TABLE "screen" ADD COLUMN "place" VARCHAR(8) NOT NULL DEFAULT 'hall'

ALTER TABLE "screen" ALTER COLUMN "place" DROP DEFAULT

ALTER TABLE "session" ADD COLUMN "stage" VARCHAR(8) NOT NULL DEFAULT 'full'

ALTER TABLE "session" ALTER COLUMN "stage" DROP DEFAULT

ALTER TABLE "session" ADD COLUMN "confirmed_at" TIMESTAMPTZ

ALTER TABLE "session" ADD COLUMN "means" VARCHAR(12) NOT NULL DEFAULT ''

ALTER TABLE "session" ALTER COLUMN "means" DROP DEFAULT

ALTER TABLE "session" ADD COLUMN "address" VARCHAR(64) NOT NULL DEFAULT ''

ALTER TABLE "session" ALTER COLUMN "address" DROP DEFAULT

ALTER TABLE "unit" ADD COLUMN "kind" VARCHAR(16) NOT NULL DEFAULT 'administrative'

ALTER TABLE "unit" ALTER COLUMN "kind" DROP DEFAULT

ALTER TABLE "unit" ADD COLUMN "index_code" VARCHAR(40) NOT NULL DEFAULT ''

ALTER TABLE "unit" ALTER COLUMN "index_code" DROP DEFAULT

ALTER TABLE "unit" ADD COLUMN "lead_id" VARCHAR(26) REFERENCES "unit" ("id") ON DELETE SET NULL

ALTER TABLE "version" ADD COLUMN "kind" VARCHAR(20) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "kind" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "fields_json" TEXT NOT NULL DEFAULT '{}'

ALTER TABLE "version" ALTER COLUMN "fields_json" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "starts_at" TIMESTAMPTZ

ALTER TABLE "version" ADD COLUMN "posting_days" INT

ALTER TABLE "version" ADD COLUMN "posting_unit" VARCHAR(14) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "posting_unit" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "posting_extended" INT NOT NULL DEFAULT 0

ALTER TABLE "version" ALTER COLUMN "posting_extended" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "objection" VARCHAR(200) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "objection" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "group_name" VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "group_name" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "group_area" VARCHAR(200) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "group_area" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "event" VARCHAR(12) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "event" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "attachments" TEXT NOT NULL DEFAULT '[]'

ALTER TABLE "version" ALTER COLUMN "attachments" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "unmasked_ground" VARCHAR(300) NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "unmasked_ground" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "chain" TEXT NOT NULL DEFAULT ''

ALTER TABLE "version" ALTER COLUMN "chain" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "step" INT NOT NULL DEFAULT 0

ALTER TABLE "version" ALTER COLUMN "step" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "urgent" BOOL NOT NULL DEFAULT FALSE

ALTER TABLE "version" ALTER COLUMN "urgent" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "purged_at" TIMESTAMPTZ

ALTER TABLE "version" ADD COLUMN "row_count" INT NOT NULL DEFAULT 0

ALTER TABLE "version" ALTER COLUMN "row_count" DROP DEFAULT

ALTER TABLE "version" ADD COLUMN "writers" TEXT NOT NULL DEFAULT '[]'

ALTER TABLE "version" ALTER COLUMN "writers" DROP DEFAULT

CREATE INDEX "idx_version_index_n_5a468e" ON "version" ("index_number")

CREATE INDEX "idx_version_record__5e3a68" ON "version" ("record_id", "published_at", "withdrawn_at", "checked_at")
