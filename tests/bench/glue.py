#!/usr/bin/env python3
"""Tenor beside the glue that people write today, from raw files to labels on one core: read, strip tags, cut words (jieba; English by \\w+), tf-idf,
one LinearSVC an axis.

usage: glue.py TENOR MODEL ARTICLES_FOLDER TRAINING.jsonl ... [--rounds N]

Both label all files of the folder in turns, N (3) rounds; the best round of each is told. Importing, training, jieba's dictionary and the start of the
process are not counted against Python, the start of the process is counted against Tenor. Needs Debian's python3-sklearn and python3-jieba."""
import html, os, re, subprocess, sys, tempfile, time
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC
import peers

def read(path):
    with open(path, encoding='utf-8', errors='replace') as f: text = f.read()
    text = re.sub(r'\A---\n.*?\n---\n', '', text, flags=re.S)
    text = re.sub(r'<(script|style)\b.*?</\1>', ' ', text, flags=re.S | re.I)
    return html.unescape(re.sub(r'<[^>]+>', ' ', text))

def train(paths):
    rows = [row for path in paths for row in peers.rows(path)]
    vectorizer = TfidfVectorizer(tokenizer=peers.words, token_pattern=None, lowercase=False, min_df=2, sublinear_tf=True)
    x = vectorizer.fit_transform(map(peers.text_of, rows))
    models = []
    for axis in rows[0]['labels']:
        gold = [r['labels'][axis] for r in rows]
        many = isinstance(gold[0], list)
        models.append(OneVsRestClassifier(LinearSVC()).fit(x, MultiLabelBinarizer().fit_transform(gold)) if many else LinearSVC().fit(x, gold))
    return vectorizer, models

def glue(files, vectorizer, models):
    start = time.perf_counter()
    x = vectorizer.transform(read(path) for path in files)
    for model in models: model.predict(x)
    return time.perf_counter() - start

def tenor(binary, model, folder, out):
    start = time.perf_counter()
    subprocess.run([binary, 'label', '-q', '-j', '1', '-m', model, '-o', out, folder], check=False)
    return time.perf_counter() - start

def main():
    arguments = sys.argv[1:]
    rounds = 3
    if '--rounds' in arguments:
        at = arguments.index('--rounds'); rounds = int(arguments[at + 1]); del arguments[at:at + 2]
    binary, model, folder, *training = arguments
    files = [os.path.join(d, f) for d, _, names in os.walk(folder) for f in names]
    size = sum(os.path.getsize(f) for f in files) / 1e6
    vectorizer, models = train(training)
    best = [1e9, 1e9]
    with tempfile.TemporaryDirectory() as scratch:
        for i in range(rounds):
            best[0] = min(best[0], glue(files, vectorizer, models))
            best[1] = min(best[1], tenor(binary, model, folder, os.path.join(scratch, f'{i}.jsonl')))
    for name, seconds in zip(('python', 'tenor'), best):
        print(f'{name}: {len(files) / seconds:.0f} articles/s, {size / seconds:.2f} MB/s')
    print(f'tenor is {best[0] / best[1]:.1f} times as fast')

main()
