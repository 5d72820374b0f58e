-- SPDX-License-Identifier: Apache-2.0
-- The role of `yinxin signer` on PostgreSQL: it reads what it checks before a seal is used, marks the
-- intent, counts the use and writes its audit event, and can do nothing else.
--
-- As the owner of the database, once `yinxin init` has made it, and again after each new version of
-- the program, before the signer is started:
--     psql --single-transaction --file signer-role.sql postgresql://yinxin@db.example/yinxin
-- The owner of a database may not make roles by default; then its administrator does it first
-- (CREATE ROLE yinxin_signer LOGIN), and gives it a password or a line in pg_hba.conf.
DO $role$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'yinxin_signer') THEN
        CREATE ROLE yinxin_signer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- somebody else made it at this moment
END $role$;

-- What an earlier version needed and this one does not.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM yinxin_signer;
GRANT USAGE ON SCHEMA public TO yinxin_signer;

-- Which seals there are, with which keys, by which rules.
GRANT SELECT ON installation, reference_text, key_register, seal TO yinxin_signer;

-- What is to be sealed, and the facts about it; no person, no account, no file.
GRANT SELECT ON seal_intent TO yinxin_signer;
GRANT SELECT (holder_id, copy_id, endorsement_id, state, version) ON copy TO yinxin_signer;
GRANT SELECT (holder_id, endorsement_id, state, version, applied_at, valid_until, days, slot)
    ON endorsement TO yinxin_signer;
GRANT SELECT (holder_id, line_id, current_version) ON certificate_line TO yinxin_signer;
GRANT SELECT (holder_id, line_id, version, batch_id, policy_id, status, status_reason, status_at,
              face_sealed, face_signature)
    ON certificate TO yinxin_signer;
GRANT SELECT (batch_id, state, released_at) ON batch TO yinxin_signer;

-- That it was sealed.
GRANT UPDATE (state, ended_at) ON seal_intent TO yinxin_signer;
GRANT UPDATE (uses) ON seal TO yinxin_signer;
GRANT SELECT (event_id, at) ON audit_event TO yinxin_signer;
GRANT INSERT (event_id, at, kind, actor, object, facts, salt) ON audit_event TO yinxin_signer;
