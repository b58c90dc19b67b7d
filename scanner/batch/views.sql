-- Ready questions to the portfolio store, described in docs/store.md. A view stands below those it uses.

CREATE OR REPLACE MACRO strongest(verdict) AS
    arg_min(verdict, list_position(['listed', 'contains', 'possible', 'below_threshold', 'none'], verdict));

-- The last run that went through to its end.
CREATE OR REPLACE VIEW last_run AS
    SELECT * FROM runs WHERE finished IS NOT NULL ORDER BY run DESC LIMIT 1;

-- The finished run before the last.
CREATE OR REPLACE VIEW previous_run AS
    SELECT * FROM runs WHERE finished IS NOT NULL AND run < (SELECT run FROM last_run) ORDER BY run DESC LIMIT 1;

-- The answers that stand for its files: the scan of that run, or the earlier one that it reused.
CREATE OR REPLACE VIEW current AS
    SELECT s.* REPLACE (c.path AS path) FROM covered c JOIN scans s USING (scan)
    WHERE c.run = (SELECT run FROM last_run);

-- Products, gravest verdict and largest share first.
CREATE OR REPLACE VIEW products AS
    SELECT path, product, verdict, reading, scope, share_low, share_likely, share_high, chinese_low, chinese_likely,
           chinese_high, currency, product_value, product_value_basis, lines, priced, origin_stated, matched, scan, name
    FROM current WHERE status = 'done'
    ORDER BY CASE verdict WHEN 'exceeds' THEN 0 WHEN 'likely exceeds' THEN 1 WHEN 'may exceed' THEN 2
             WHEN 'undetermined' THEN 3 WHEN 'below' THEN 4 ELSE 5 END,
             share_low DESC NULLS LAST, share_likely DESC NULLS LAST, share_high DESC NULLS FIRST, path;

-- Files without an answer, each with its reason.
CREATE OR REPLACE VIEW failures AS
    SELECT path, status, error, seconds FROM current WHERE status <> 'done' ORDER BY path;

-- Lines that are listed, contain or may be controlled material, with what identifies the part across bills of materials.
CREATE OR REPLACE VIEW affected AS
    SELECT c.path, l.*, coalesce(nullif(l.manufacturer_part_number, ''), nullif(l.part_number, ''), nullif(l.description, ''), '(no text)') AS part
    FROM current c JOIN lines l USING (scan) WHERE l.verdict IN ('listed', 'contains', 'possible');

-- Parts across bills of materials, those in most of them first.
CREATE OR REPLACE VIEW parts AS
    SELECT part, any_value(manufacturer) AS manufacturer, any_value(description) AS description, "group", strongest(verdict) AS verdict,
           count(DISTINCT path) AS boms, count(*) AS lines, sum(contribution_low) AS contribution_low,
           sum(contribution_likely) AS contribution_likely, sum(contribution_high) AS contribution_high
    FROM affected GROUP BY part, "group" ORDER BY boms DESC, contribution_high DESC NULLS FIRST, part;

-- Makers of affected lines.
CREATE OR REPLACE VIEW makers AS
    SELECT coalesce(manufacturer, '(not stated)') AS manufacturer, count(DISTINCT path) AS boms, count(*) AS lines,
           sum(contribution_high) AS contribution_high FROM affected GROUP BY 1 ORDER BY boms DESC, lines DESC, 1;

-- Suppliers of affected lines.
CREATE OR REPLACE VIEW suppliers AS
    SELECT coalesce(supplier, '(not stated)') AS supplier, count(DISTINCT path) AS boms, count(*) AS lines,
           sum(contribution_high) AS contribution_high FROM affected GROUP BY 1 ORDER BY boms DESC, lines DESC, 1;

-- Controls met, and in how many bills of materials.
CREATE OR REPLACE VIEW controls AS
    SELECT m.measure, m.control, m."group", strongest(m.verdict) AS verdict, count(DISTINCT c.path) AS boms, count(*) AS lines
    FROM current c JOIN matches m USING (scan) WHERE m.verdict IN ('listed', 'contains', 'possible')
    GROUP BY ALL ORDER BY boms DESC, control;

-- Which product is hit by which control or announcement, and through which line.
CREATE OR REPLACE VIEW hits AS
    SELECT DISTINCT c.path, m.measure, m.control, m."group", m.line, m.verdict
    FROM current c JOIN matches m USING (scan) WHERE m.verdict IN ('listed', 'contains', 'possible');

-- Countries of origin as stated, over all lines.
CREATE OR REPLACE VIEW countries AS
    SELECT coalesce(l.countries, '(not stated)') AS countries, count(DISTINCT c.path) AS boms, count(*) AS lines
    FROM current c JOIN lines l USING (scan) GROUP BY 1 ORDER BY lines DESC, 1;

-- Product by control group: contributions, and the strongest verdict.
CREATE OR REPLACE VIEW heat AS
    SELECT path, "group", sum(contribution_low) AS low, sum(contribution_likely) AS likely, sum(contribution_high) AS high,
           strongest(verdict) AS verdict FROM affected GROUP BY path, "group";

-- One question about one part, over all products: the one that can turn most of them first.
CREATE OR REPLACE VIEW open_questions AS
    SELECT q.ask, q.fact, coalesce(nullif(l.manufacturer_part_number, ''), nullif(l.part_number, ''), nullif(l.description, ''), '(no text)') AS part,
           any_value(l.supplier) AS supplier, any_value(l.manufacturer) AS manufacturer,
           count(DISTINCT c.path) AS boms, count(DISTINCT c.path) FILTER (q.flips) AS boms_flipped, sum(q.narrows) AS narrows
    FROM current c JOIN questions q USING (scan) JOIN lines l ON l.scan = q.scan AND l.line = q.line
    GROUP BY q.ask, q.fact, part ORDER BY boms_flipped DESC, boms DESC, narrows DESC, part;

-- What the last finished run answered otherwise than the one before it.
CREATE OR REPLACE VIEW changes AS
    WITH before AS (SELECT c.path, s.* EXCLUDE (path) FROM covered c JOIN scans s USING (scan)
                    WHERE c.run = (SELECT run FROM previous_run)),
         now AS (SELECT * FROM current)
    SELECT coalesce(now.path, before.path) AS path,
           CASE WHEN before.path IS NULL THEN 'added' WHEN now.path IS NULL THEN 'removed' ELSE 'changed' END AS change,
           before.status AS status_before, now.status AS status_now, before.verdict AS verdict_before, now.verdict AS verdict_now,
           before.share_likely AS share_before, now.share_likely AS share_now, before.sha256 <> now.sha256 AS content_changed,
           before.catalog <> now.catalog AS catalog_changed, before.as_of <> now.as_of AS as_of_changed
    FROM before FULL JOIN now USING (path)
    WHERE (SELECT count(*) FROM previous_run) > 0 AND (before.path IS NULL OR now.path IS NULL
          OR before.verdict IS DISTINCT FROM now.verdict OR before.status IS DISTINCT FROM now.status
          OR before.share_low IS DISTINCT FROM now.share_low OR before.share_likely IS DISTINCT FROM now.share_likely
          OR before.share_high IS DISTINCT FROM now.share_high)
    ORDER BY path;
