CREATE TRIGGER "version_is_immutable" BEFORE UPDATE ON "version"
WHEN OLD."state" <> 'draft' AND (
    (OLD."title" IS NOT NEW."title" AND NOT (
        OLD."purged_at" IS NULL AND NEW."purged_at" IS NOT NULL
        AND NEW."title" = '名单（标题含姓名，已清除）'
    )) OR OLD."template" IS NOT NEW."template" OR
    OLD."content_hash" IS NOT NEW."content_hash" OR
    OLD."template_edition" IS NOT NEW."template_edition" OR
    OLD."nil_return" IS NOT NEW."nil_return" OR OLD."index_number" IS NOT NEW."index_number" OR
    OLD."publisher" IS NOT NEW."publisher" OR
    OLD."document_number" IS NOT NEW."document_number" OR OLD."subject" IS NOT NEW."subject" OR
    OLD."keywords" IS NOT NEW."keywords" OR OLD."formed_on" IS NOT NEW."formed_on" OR
    OLD."issued_on" IS NOT NEW."issued_on" OR OLD."effective_on" IS NOT NEW."effective_on" OR
    OLD."abolished_on" IS NOT NEW."abolished_on" OR OLD."ends_at" IS NOT NEW."ends_at" OR
    OLD."official_url" IS NOT NEW."official_url" OR OLD."kind" IS NOT NEW."kind" OR
    OLD."starts_at" IS NOT NEW."starts_at" OR OLD."posting_days" IS NOT NEW."posting_days" OR
    OLD."posting_unit" IS NOT NEW."posting_unit" OR OLD."objection" IS NOT NEW."objection" OR
    OLD."group_name" IS NOT NEW."group_name" OR OLD."group_area" IS NOT NEW."group_area" OR
    OLD."event" IS NOT NEW."event" OR OLD."unmasked_ground" IS NOT NEW."unmasked_ground" OR
    OLD."record_id" IS NOT NEW."record_id" OR OLD."number" IS NOT NEW."number" OR
    OLD."code" IS NOT NEW."code" OR OLD."author_id" IS NOT NEW."author_id" OR
    OLD."writers" IS NOT NEW."writers"
)
BEGIN SELECT RAISE(ABORT, 'version is immutable once submitted'); END

CREATE TRIGGER "version_content_is_immutable" BEFORE UPDATE ON "version"
WHEN OLD."state" <> 'draft' AND NOT (
    OLD."purged_at" IS NULL AND NEW."purged_at" IS NOT NULL
    AND OLD."state" IN ('published', 'superseded', 'withdrawn', 'returned', 'discarded')
    AND NEW."content" = '{"blocks":[]}' AND NEW."fields_json" = '{}' AND NEW."attachments" = '[]'
) AND (
    OLD."content" IS NOT NEW."content" OR OLD."fields_json" IS NOT NEW."fields_json" OR
    OLD."attachments" IS NOT NEW."attachments"
    OR OLD."purged_at" IS NOT NEW."purged_at"
)
BEGIN SELECT RAISE(ABORT, 'version is immutable once submitted'); END

CREATE TRIGGER "version_is_kept" BEFORE DELETE ON "version" WHEN OLD."state" <> 'draft'
BEGIN SELECT RAISE(ABORT, 'version is kept once submitted'); END

CREATE TRIGGER "item_edition_is_immutable" BEFORE UPDATE ON "item_edition"
BEGIN SELECT RAISE(ABORT, 'editions of the catalogue are never changed'); END

CREATE TRIGGER "item_edition_is_kept" BEFORE DELETE ON "item_edition"
BEGIN SELECT RAISE(ABORT, 'editions of the catalogue are never removed'); END

UPDATE "unit" SET "kind" = 'committee' WHERE "tier" = 'village'

CREATE TRIGGER "certificate_is_immutable" BEFORE UPDATE ON "certificate"
BEGIN SELECT RAISE(ABORT, 'certificates are never changed'); END

CREATE TRIGGER "certificate_is_kept" BEFORE DELETE ON "certificate"
BEGIN SELECT RAISE(ABORT, 'certificates are never removed'); END
