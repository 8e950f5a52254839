CREATE FUNCTION "hallboard_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$

CREATE TRIGGER "version_is_immutable" BEFORE UPDATE ON "version" FOR EACH ROW
WHEN (OLD."state" <> 'draft' AND (
    OLD."title", OLD."template", OLD."content", OLD."content_hash", OLD."template_edition",
    OLD."nil_return", OLD."index_number", OLD."publisher", OLD."document_number", OLD."subject",
    OLD."keywords", OLD."formed_on", OLD."issued_on", OLD."effective_on", OLD."abolished_on",
    OLD."ends_at", OLD."official_url", OLD."record_id", OLD."number", OLD."code", OLD."author_id"
) IS DISTINCT FROM (
    NEW."title", NEW."template", NEW."content", NEW."content_hash", NEW."template_edition",
    NEW."nil_return", NEW."index_number", NEW."publisher", NEW."document_number", NEW."subject",
    NEW."keywords", NEW."formed_on", NEW."issued_on", NEW."effective_on", NEW."abolished_on",
    NEW."ends_at", NEW."official_url", NEW."record_id", NEW."number", NEW."code", NEW."author_id"
))
EXECUTE FUNCTION "hallboard_refuse"('version is immutable once submitted')

CREATE TRIGGER "version_is_kept" BEFORE DELETE ON "version" FOR EACH ROW
WHEN (OLD."state" <> 'draft')
EXECUTE FUNCTION "hallboard_refuse"('version is kept once submitted')

CREATE TRIGGER "audit_entry_is_immutable" BEFORE UPDATE ON "audit_entry" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('audit entries are never changed')

CREATE TRIGGER "audit_entry_is_kept" BEFORE DELETE ON "audit_entry" FOR EACH ROW
EXECUTE FUNCTION "hallboard_refuse"('audit entries are never removed')

CREATE TRIGGER "audit_entry_is_not_emptied" BEFORE TRUNCATE ON "audit_entry"
EXECUTE FUNCTION "hallboard_refuse"('audit entries are never removed')

INSERT INTO "audit_head" ("id", "sequence", "hash") VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')
