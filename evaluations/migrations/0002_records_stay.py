"""What is a record stays as it is, whoever writes: the database refuses what services never ask for.

A version's text, a locked ledger with its requirements, and a finished evaluation with its findings do not change.
Only the users they name may be forgotten. TRUNCATE is not held up, so tests can empty the tables.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION evaluations_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a record and never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- Allows nothing but setting the user columns named as arguments to NULL.
CREATE FUNCTION evaluations_forget_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    user_column text;
BEGIN
    FOREACH user_column IN ARRAY TG_ARGV LOOP
        IF becomes -> user_column = 'null'::jsonb THEN
            was := was - user_column;
            becomes := becomes - user_column;
        END IF;
    END LOOP;
    IF was IS DISTINCT FROM becomes THEN
        RAISE EXCEPTION '% is a record and never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION evaluations_refuse_in_locked_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.ledger_id ELSE OLD.ledger_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM evaluations_ledger WHERE id = own AND locked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a locked ledger is a record and never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION evaluations_refuse_in_finished_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.evaluation_id ELSE OLD.evaluation_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM evaluations_evaluation WHERE id = own AND state = 'succeeded') THEN
        RAISE EXCEPTION 'a finished evaluation is a record and never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER text_stays BEFORE UPDATE ON evaluations_jobdescription FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.text_hash IS DISTINCT FROM NEW.text_hash)
    EXECUTE FUNCTION evaluations_refuse();
CREATE TRIGGER text_stays BEFORE UPDATE ON evaluations_persona FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.text_hash IS DISTINCT FROM NEW.text_hash)
    EXECUTE FUNCTION evaluations_refuse();

CREATE TRIGGER locked_stays BEFORE UPDATE ON evaluations_ledger FOR EACH ROW
    WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION evaluations_forget_only('requested_by_id', 'locked_by_id');
CREATE TRIGGER locked_remains BEFORE DELETE ON evaluations_ledger FOR EACH ROW
    WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION evaluations_refuse();
CREATE TRIGGER locked_stays BEFORE INSERT OR UPDATE OR DELETE ON evaluations_requirement FOR EACH ROW
    EXECUTE FUNCTION evaluations_refuse_in_locked_ledger();

CREATE TRIGGER finished_stays BEFORE UPDATE ON evaluations_evaluation FOR EACH ROW
    WHEN (OLD.state = 'succeeded') EXECUTE FUNCTION evaluations_forget_only('requested_by_id');
CREATE TRIGGER finished_remains BEFORE DELETE ON evaluations_evaluation FOR EACH ROW
    WHEN (OLD.state = 'succeeded') EXECUTE FUNCTION evaluations_refuse();
CREATE TRIGGER finished_stays BEFORE INSERT OR UPDATE OR DELETE ON evaluations_finding FOR EACH ROW
    EXECUTE FUNCTION evaluations_refuse_in_finished_evaluation();
"""

UNDO = """
DROP TRIGGER text_stays ON evaluations_jobdescription;
DROP TRIGGER text_stays ON evaluations_persona;
DROP TRIGGER locked_stays ON evaluations_ledger;
DROP TRIGGER locked_remains ON evaluations_ledger;
DROP TRIGGER locked_stays ON evaluations_requirement;
DROP TRIGGER finished_stays ON evaluations_evaluation;
DROP TRIGGER finished_remains ON evaluations_evaluation;
DROP TRIGGER finished_stays ON evaluations_finding;
DROP FUNCTION evaluations_refuse();
DROP FUNCTION evaluations_forget_only();
DROP FUNCTION evaluations_refuse_in_locked_ledger();
DROP FUNCTION evaluations_refuse_in_finished_evaluation();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
