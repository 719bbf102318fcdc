/** The statement of an account, in the ledger's own order. */
export const STATEMENT = `
  -- When an entry is written is now said by the clock, after its account is locked: within an account
  -- time and version rise together, and a period is a range of versions.
  ALTER TABLE entries ALTER COLUMN created_at SET DEFAULT clock_timestamp();

  -- The last version of an account before an instant; 0 when there is none. It probes single rows by
  -- the primary key, from large powers of two to small ones: 41 look-ups, however long the account is,
  -- and no index that every entry would have to be written to. The answer about the past never
  -- changes, since versions that come later are not asked before those that are there.
  CREATE FUNCTION version_before(account uuid, instant timestamptz) RETURNS bigint LANGUAGE plpgsql
  STABLE AS $$
  DECLARE
    found_version bigint := 0;
    step bigint := 1099511627776;
    probed timestamptz;
    last_version bigint;
  BEGIN
    SELECT version INTO last_version FROM accounts WHERE id = account;
    WHILE step > 0 LOOP
      IF found_version + step <= last_version THEN
        SELECT created_at INTO probed FROM entries
        WHERE account_id = account AND account_version = found_version + step;
        IF probed < instant THEN found_version := found_version + step; END IF;
      END IF;
      step := step / 2;
    END LOOP;
    RETURN found_version;
  END $$;

  CREATE FUNCTION balance_at(account uuid, wanted_version bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT balance_after FROM entries
      WHERE account_id = account AND account_version = wanted_version), 0) $$;
`;
