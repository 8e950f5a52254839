DROP TRIGGER "version_is_immutable" ON "version"

CREATE TRIGGER "version_is_immutable" BEFORE UPDATE ON "version" FOR EACH ROW
WHEN (OLD."state" <> 'draft' AND ((
    OLD."title" IS DISTINCT FROM NEW."title" AND NOT (
        OLD."purged_at" IS NULL AND NEW."purged_at" IS NOT NULL
        AND NEW."title" = '名单（标题含姓名，已清除）'
    )
) OR (
    OLD."template", OLD."content_hash", OLD."template_edition", OLD."nil_return",
    OLD."index_number", OLD."publisher", OLD."document_number", OLD."subject", OLD."keywords",
    OLD."formed_on", OLD."issued_on", OLD."effective_on", OLD."abolished_on", OLD."ends_at",
    OLD."official_url", OLD."kind", OLD."starts_at", OLD."posting_days", OLD."posting_unit",
    OLD."objection", OLD."group_name", OLD."group_area", OLD."event", OLD."unmasked_ground",
    OLD."record_id", OLD."number", OLD."code", OLD."author_id", OLD."writers"
) IS DISTINCT FROM (
    NEW."template", NEW."content_hash", NEW."template_edition", NEW."nil_return",
    NEW."index_number", NEW."publisher", NEW."document_number", NEW."subject", NEW."keywords",
    NEW."formed_on", NEW."issued_on", NEW."effective_on", NEW."abolished_on", NEW."ends_at",
    NEW."official_url", NEW."kind", NEW."starts_at", NEW."posting_days", NEW."posting_unit",
    NEW."objection", NEW."group_name", NEW."group_area", NEW."event", NEW."unmasked_ground",
    NEW."record_id", NEW."number", NEW."code", NEW."author_id", NEW."writers"
)))
EXECUTE FUNCTION "hallboard_refuse"('version is immutable once submitted')

CREATE TRIGGER "version_content_is_immutable" BEFORE UPDATE ON "version" FOR EACH ROW
WHEN (OLD."state" <> 'draft' AND NOT (
    OLD."purged_at" IS NULL AND NEW."purged_at" IS NOT NULL
    AND OLD."state" IN ('published', 'superseded', 'withdrawn', 'returned', 'discarded')
    AND NEW."content" = '{"blocks":[]}' AND NEW."fields_json" = '{}' AND NEW."attachments" = '[]'
) AND (
    OLD."content", OLD."fields_json", OLD."attachments", OLD."purged_at"
) IS DISTINCT FROM (
    NEW."content", NEW."fields_json", NEW."attachments", NEW."purged_at"
))
EXECUTE FUNCTION "hallboard_refuse"('version is immutable once submitted')

CREATE TRIGGER "item_edition_is_immutable" BEFORE UPDATE ON "item_edition" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('editions of the catalogue are never changed')

CREATE TRIGGER "item_edition_is_kept" BEFORE DELETE ON "item_edition" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('editions of the catalogue are never removed')

UPDATE "unit" SET "kind" = 'committee' WHERE "tier" = 'village'

CREATE TRIGGER "certificate_is_immutable" BEFORE UPDATE ON "certificate" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('certificates are never changed')

CREATE TRIGGER "certificate_is_kept" BEFORE DELETE ON "certificate" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('certificates are never removed')
