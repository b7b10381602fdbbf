-- The three articles of which the model is most certain, for each topic it gave.
SELECT label, score, article, title FROM (
  SELECT s.label, s.score, s.article, a.title,
         row_number() OVER (PARTITION BY s.label ORDER BY s.score DESC, s.article) AS place
  FROM labels l
  JOIN scores s USING (article, model, axis, label)
  JOIN articles a ON a.id = s.article AND a.model = s.model
  WHERE l.axis = 'topic')
WHERE place <= 3
ORDER BY label, place;
