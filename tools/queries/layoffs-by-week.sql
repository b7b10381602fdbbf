-- The share of articles about layoffs, week by week (weeks of the year, from Monday).
SELECT strftime('%Y-%W', a.date) AS week,
       count(*) AS articles,
       round(avg(EXISTS (SELECT 1 FROM labels l WHERE l.article = a.id AND l.model = a.model
                         AND l.axis = 'topic' AND l.label = 'layoffs')), 3) AS share
FROM articles a
WHERE a.error IS NULL AND a.date <> ''
GROUP BY week
ORDER BY week;
