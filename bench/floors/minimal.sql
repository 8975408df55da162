-- The least a durable sale can be: its row with a unique key, three journal rows and one balance, in one call of one function.
-- As narrow as it can be: no index but those that keep keys unique, room in the balance's page so that its update touches no index.
CREATE SCHEMA floor;
CREATE TABLE floor.sale (sale_id bigint PRIMARY KEY, receipt_key text NOT NULL UNIQUE, member_id integer NOT NULL, payable_minor bigint NOT NULL);
CREATE TABLE floor.journal (sale_id bigint, side smallint, member_id integer NOT NULL, points bigint NOT NULL, PRIMARY KEY (sale_id, side));
CREATE TABLE floor.balance (member_id integer PRIMARY KEY, points bigint NOT NULL) WITH (fillfactor = 50);
INSERT INTO floor.balance SELECT k, 0 FROM generate_series(0, 19999) k;

CREATE FUNCTION floor.sell(p_sale bigint, p_member integer, p_points bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO floor.sale VALUES (p_sale, 's0/t1/2026-11-22/' || p_sale, p_member, p_points * 100);
  INSERT INTO floor.journal VALUES (p_sale, 1, p_member, p_points), (p_sale, 2, p_member, p_points), (p_sale, 3, p_member, p_points);
  UPDATE floor.balance SET points = points + p_points WHERE member_id = p_member;
END $$;

-- The same for many sales in one call. Members are taken in order, so that two batches never wait for each other both ways.
CREATE FUNCTION floor.sell_batch(p_sales bigint[], p_members integer[], p_points bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO floor.sale SELECT s, 's0/t1/2026-11-22/' || s, m, p * 100 FROM unnest(p_sales, p_members, p_points) u(s, m, p);
  INSERT INTO floor.journal SELECT s, side, m, p FROM unnest(p_sales, p_members, p_points) u(s, m, p), generate_series(1, 3) side;
  UPDATE floor.balance b SET points = b.points + t.points
  FROM (SELECT m, sum(p) AS points FROM unnest(p_members, p_points) u(m, p) GROUP BY m ORDER BY m) t WHERE b.member_id = t.m;
END $$;
