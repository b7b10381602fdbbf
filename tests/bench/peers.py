#!/usr/bin/env python3
"""Tenor beside what people use today, on the same files, in one run: scikit-learn (jieba or English words 1-2, tf-idf, LinearSVC) and fastText
(the same words, bigrams, 25 epochs).

usage: peers.py [--tenor BINARY] [--no-fasttext] [--cv] CORPUS.train.jsonl CORPUS.test.jsonl ...

Prints for each corpus and tool: accuracy (single-label axes: mean over axes) or micro F1 (multi-label), macro F1, seconds from the training file
to the saved model, seconds to label the test file. Tenor trains with --folds 0 for the comparison of time (no peer cross-validates) and, with
--cv, once more with its default settings, whose figures are the ones that count for accuracy. Needs Debian's python3-sklearn, python3-jieba, fasttext."""
import collections, json, os, pickle, re, subprocess, sys, tempfile, time

def rows(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(l) for l in f if l.strip()]

def text_of(r): return ((r.get('title') or '') + '\n' + r['text']).strip()
def labels_of(value): return value if isinstance(value, list) else [value]

def score(gold, answers):
    """answers: one {axis: label or [labels]} per gold row -> (accuracy or micro F1, macro F1), means over axes."""
    first, second = [], []
    for axis in sorted({a for g in gold for a in g['labels']}):
        tp, ng, npd, right, n, multi = collections.Counter(), collections.Counter(), collections.Counter(), 0, 0, False
        for g, a in zip(gold, answers):
            if axis not in g['labels']: continue
            multi = multi or isinstance(g['labels'][axis], list)
            y, p = set(labels_of(g['labels'][axis])), set(labels_of(a.get(axis) or []))
            n += 1; right += y == p
            for l in y: ng[l] += 1
            for l in p: npd[l] += 1
            for l in y & p: tp[l] += 1
        first.append(2 * sum(tp.values()) / max(1, sum(ng.values()) + sum(npd.values())) if multi else right / n)
        second.append(sum(2 * tp[l] / (ng[l] + npd[l]) for l in ng) / len(ng))
    return sum(first) / len(first), sum(second) / len(second)

def words(text):
    if re.search('[\u4e00-\u9fff]', text):
        import jieba
        return [w for w in jieba.cut(text) if w.strip()]
    return re.findall(r'\w+', text.lower())

def sklearn_run(train, test, folder):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer
    from sklearn.svm import LinearSVC
    start = time.time(); data = rows(train); models = {}
    for axis in sorted({a for r in data for a in r['labels']}):
        part = [r for r in data if axis in r['labels']]
        vectorizer = TfidfVectorizer(analyzer='word', tokenizer=words, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True)
        x = vectorizer.fit_transform([text_of(r) for r in part])
        if isinstance(part[0]['labels'][axis], list):
            binarizer = MultiLabelBinarizer()
            model = OneVsRestClassifier(LinearSVC()).fit(x, binarizer.fit_transform([r['labels'][axis] for r in part]))
            models[axis] = (vectorizer, model, binarizer)
        else:
            models[axis] = (vectorizer, LinearSVC().fit(x, [r['labels'][axis] for r in part]), None)
    with open(os.path.join(folder, 'sklearn.model'), 'wb') as f:
        pickle.dump([(axis, v.vocabulary_, v.idf_, m) for axis, (v, m, b) in models.items()], f)
    trained = time.time(); gold = rows(test); answers = [{} for _ in gold]
    for axis, (vectorizer, model, binarizer) in models.items():
        at = [i for i, r in enumerate(gold) if axis in r['labels']]
        if not at: continue
        y = model.predict(vectorizer.transform([text_of(gold[i]) for i in at]))
        y = [list(l) for l in binarizer.inverse_transform(y)] if binarizer else list(y)
        for i, l in zip(at, y): answers[i][axis] = l
    return score(gold, answers), trained - start, time.time() - trained

def fasttext_run(train, test, folder):
    start = time.time(); data = rows(train); gold = rows(test); answers = [{} for _ in gold]; label_time = 0.0
    for axis in sorted({a for r in data for a in r['labels']}):
        part = [r for r in data if axis in r['labels']]
        multi = isinstance(part[0]['labels'][axis], list)
        source, model = os.path.join(folder, 'ft.txt'), os.path.join(folder, 'ft')
        with open(source, 'w', encoding='utf-8') as f:
            for r in part:
                f.write(' '.join('__label__' + l.replace(' ', '_') for l in labels_of(r['labels'][axis])) + ' ' + ' '.join(words(text_of(r))) + '\n')
        subprocess.run(['fasttext', 'supervised', '-input', source, '-output', model, '-wordNgrams', '2', '-epoch', '25', '-lr', '0.5', '-thread', '2',
                        '-loss', 'ova' if multi else 'softmax'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = time.time(); at = [i for i, r in enumerate(gold) if axis in r['labels']]
        text = '\n'.join(' '.join(words(text_of(gold[i]))) for i in at) + '\n'
        out = subprocess.run(['fasttext', 'predict', model + '.bin', '-', '-1' if multi else '1', '0.5' if multi else '0.0'], input=text.encode(), check=True, stdout=subprocess.PIPE).stdout.decode()
        for i, l in zip(at, out.split('\n')):
            got = [w[len('__label__'):] for w in l.split()]
            answers[i][axis] = got if multi else (got[0].replace('_', ' ') if got and got[0] not in {r['labels'][axis] for r in part} else (got or [None])[0])
        label_time += time.time() - begun
    return score(gold, answers), time.time() - start - label_time, label_time

def tenor_run(binary, train, test, folder, options):
    model, out = os.path.join(folder, 'tenor.model'), os.path.join(folder, 'records.jsonl')
    start = time.time()
    subprocess.run([binary, 'train', '--quiet', *options, '-o', model, train], check=True, stdout=subprocess.DEVNULL)
    trained = time.time()
    subprocess.run([binary, 'label', '--quiet', '-m', model, '-o', out, test], check=True)
    done = time.time(); records = rows(out)
    return score(rows(test), [r.get('labels', {}) for r in records]), trained - start, done - trained

def main(argv):
    binary = argv[argv.index('--tenor') + 1] if '--tenor' in argv else 'build/tools/tenor'
    files = [a for a in argv if a.endswith('.jsonl')]
    if not files or len(files) % 2: sys.exit(__doc__)
    print(f"{'corpus':24s} {'tool':22s} {'acc|micro F1':>12s} {'macro F1':>9s} {'train s':>8s} {'label s':>8s}")
    for train, test in zip(files[::2], files[1::2]):
        with tempfile.TemporaryDirectory() as folder:
            tools = [('tenor --folds 0', lambda: tenor_run(binary, train, test, folder, ['--folds', '0'])), ('scikit-learn', lambda: sklearn_run(train, test, folder))]
            if '--no-fasttext' not in argv: tools.append(('fastText', lambda: fasttext_run(train, test, folder)))
            if '--cv' in argv: tools.append(('tenor', lambda: tenor_run(binary, train, test, folder, [])))
            for name, run in tools:
                (a, m), t, l = run()
                print(f"{os.path.basename(train).split('.')[0]:24s} {name:22s} {a:12.3f} {m:9.3f} {t:8.2f} {l:8.2f}", flush=True)

if __name__ == '__main__': main(sys.argv[1:])
