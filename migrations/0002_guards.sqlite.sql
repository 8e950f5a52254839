CREATE TRIGGER "version_is_immutable" BEFORE UPDATE ON "version"
WHEN OLD."state" <> 'draft' AND (
    OLD."title" IS NOT NEW."title" OR OLD."template" IS NOT NEW."template"
    OR OLD."content" IS NOT NEW."content" OR OLD."content_hash" IS NOT NEW."content_hash"
    OR OLD."template_edition" IS NOT NEW."template_edition"
    OR OLD."nil_return" IS NOT NEW."nil_return"
    OR OLD."index_number" IS NOT NEW."index_number" OR OLD."publisher" IS NOT NEW."publisher"
    OR OLD."document_number" IS NOT NEW."document_number" OR OLD."subject" IS NOT NEW."subject"
    OR OLD."keywords" IS NOT NEW."keywords" OR OLD."formed_on" IS NOT NEW."formed_on"
    OR OLD."issued_on" IS NOT NEW."issued_on" OR OLD."effective_on" IS NOT NEW."effective_on"
    OR OLD."abolished_on" IS NOT NEW."abolished_on" OR OLD."ends_at" IS NOT NEW."ends_at"
    OR OLD."official_url" IS NOT NEW."official_url"
    OR OLD."record_id" IS NOT NEW."record_id" OR OLD."number" IS NOT NEW."number"
    OR OLD."code" IS NOT NEW."code" OR OLD."author_id" IS NOT NEW."author_id"
)
BEGIN SELECT RAISE(ABORT, 'version is immutable once submitted'); END

CREATE TRIGGER "version_is_kept" BEFORE DELETE ON "version" WHEN OLD."state" <> 'draft'
BEGIN SELECT RAISE(ABORT, 'version is kept once submitted'); END

CREATE TRIGGER "audit_entry_is_immutable" BEFORE UPDATE ON "audit_entry"
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END

CREATE TRIGGER "audit_entry_is_kept" BEFORE DELETE ON "audit_entry"
BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END

INSERT INTO "audit_head" ("id", "sequence", "hash") VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')
