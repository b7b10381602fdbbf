/* sqlite_sink.c: records into an SQLite database.
 *
 * Write-ahead logging lets others read while a batch writes; records are committed some hundred at
 * a time, or with the first that comes a second after the last time. Rows of an article and a model
 * are removed before its new ones are written, so that running twice is running once. */
#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "error.h"
#include "memory.h"
#include "sink.h"

#define COMMIT_RECORDS 500

static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "CREATE TABLE IF NOT EXISTS runs(id INTEGER PRIMARY KEY, model TEXT NOT NULL, started TEXT NOT "
    "NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%SZ','now')), finished TEXT, articles INTEGER NOT NULL DEFAULT 0, "
    "failed INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS articles(id TEXT NOT NULL, model TEXT NOT NULL, run INTEGER "
    "REFERENCES runs(id), title TEXT, "
    "date TEXT, lang TEXT, sha256 TEXT, chars INTEGER, text TEXT, warnings TEXT, error TEXT, "
    "error_message TEXT, "
    "PRIMARY KEY(id, model)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS labels(article TEXT NOT NULL, model TEXT NOT NULL, axis TEXT NOT "
    "NULL, label TEXT NOT NULL, "
    "PRIMARY KEY(article, model, axis, label)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS scores(article TEXT NOT NULL, model TEXT NOT NULL, axis TEXT NOT "
    "NULL, label TEXT NOT NULL, "
    "score REAL NOT NULL, PRIMARY KEY(article, model, axis, label)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS evidence(article TEXT NOT NULL, model TEXT NOT NULL, axis TEXT NOT "
    "NULL, label TEXT NOT NULL, "
    "rank INTEGER NOT NULL, start INTEGER, end INTEGER, place TEXT NOT NULL, text TEXT, score "
    "REAL, terms TEXT, "
    "PRIMARY KEY(article, model, axis, label, rank)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS labels_by_label ON labels(axis, label);"
    "CREATE INDEX IF NOT EXISTS scores_by_label ON scores(axis, label, score);";

typedef enum statement {
    INSERT_ARTICLE,
    INSERT_LABEL,
    INSERT_SCORE,
    INSERT_EVIDENCE,
    DELETE_LABELS,
    DELETE_SCORES,
    DELETE_EVIDENCE,
    STATEMENT_COUNT
} statement;

static const char *const texts[STATEMENT_COUNT] = {
    [INSERT_ARTICLE] =
        "INSERT OR REPLACE INTO articles VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
    [INSERT_LABEL] = "INSERT OR REPLACE INTO labels VALUES(?1,?2,?3,?4)",
    [INSERT_SCORE] = "INSERT OR REPLACE INTO scores VALUES(?1,?2,?3,?4,?5)",
    [INSERT_EVIDENCE] =
        "INSERT OR REPLACE INTO evidence VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
    [DELETE_LABELS] = "DELETE FROM labels WHERE article=?1 AND model=?2",
    [DELETE_SCORES] = "DELETE FROM scores WHERE article=?1 AND model=?2",
    [DELETE_EVIDENCE] = "DELETE FROM evidence WHERE article=?1 AND model=?2",
};

typedef struct sqlite_sink {
    tenor_sink base;
    const char *path;
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    sqlite3_int64 run, articles, failed;
    char model[64]; /* error records carry none */
    size_t uncommitted;
    double committed; /* when */
} sqlite_sink;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int fail(const sqlite_sink *self, tenor_error *err) {
    int number = sqlite3_errcode(self->database);
    int code = tenor_fail(err, number == SQLITE_NOMEM ? TENOR_MEMORY : TENOR_IO, "%s",
                          sqlite3_errmsg(self->database));
    tenor_error_at(err, self->path, 0);
    return code;
}

static int execute(const sqlite_sink *self, const char *sql, tenor_error *err) {
    return sqlite3_exec(self->database, sql, NULL, NULL, NULL) == SQLITE_OK ? TENOR_OK
                                                                            : fail(self, err);
}

/* ---- rows ---- */

static void bind_text(sqlite3_stmt *into, int place, const json_t *value) {
    if (json_is_string(value)) {
        sqlite3_bind_text64(into, place, json_string_value(value), json_string_length(value),
                            SQLITE_STATIC, SQLITE_UTF8);
    } else {
        sqlite3_bind_null(into, place);
    }
}

static void bind_number(sqlite3_stmt *into, int place, const json_t *value) {
    if (json_is_integer(value)) {
        sqlite3_bind_int64(into, place, json_integer_value(value));
    } else if (json_is_real(value)) {
        sqlite3_bind_double(into, place, json_real_value(value));
    } else {
        sqlite3_bind_null(into, place);
    }
}

/* A list as JSON text. */
static void bind_list(sqlite3_stmt *into, int place, const json_t *value) {
    char *text = json_is_array(value) ? json_dumps(value, JSON_COMPACT) : NULL;
    if (text != NULL) {
        sqlite3_bind_text(into, place, text, -1, free);
    } else {
        sqlite3_bind_null(into, place);
    }
}

static int step(const sqlite_sink *self, statement which, tenor_error *err) {
    sqlite3_stmt *prepared = self->statements[which];
    int status = sqlite3_step(prepared);
    int code = status == SQLITE_DONE ? TENOR_OK : fail(self, err);
    sqlite3_reset(prepared);
    return code;
}

/* The article and model that all other tables begin with. */
static sqlite3_stmt *bind_key(const sqlite_sink *self, statement which, const json_t *id) {
    sqlite3_stmt *into = self->statements[which];
    sqlite3_clear_bindings(into);
    bind_text(into, 1, id);
    sqlite3_bind_text(into, 2, self->model, -1, SQLITE_STATIC);
    return into;
}

static sqlite3_stmt *bind_label(const sqlite_sink *self, statement which, const json_t *id,
                                const char *axis, const char *label) {
    sqlite3_stmt *into = bind_key(self, which, id);
    sqlite3_bind_text(into, 3, axis, -1, SQLITE_STATIC);
    sqlite3_bind_text(into, 4, label, -1, SQLITE_STATIC);
    return into;
}

static int write_article(sqlite_sink *self, const json_t *record, const json_t *id,
                         tenor_error *err) {
    static const char *const columns[] = {"title", "date", "lang", "sha256"};
    const json_t *error = json_object_get(record, "error");
    sqlite3_stmt *into = bind_key(self, INSERT_ARTICLE, id);
    sqlite3_bind_int64(into, 3, self->run);
    for (int i = 0; i < 4; i++) {
        bind_text(into, 4 + i, json_object_get(record, columns[i]));
    }
    bind_number(into, 8, json_object_get(record, "chars"));
    bind_text(into, 9, json_object_get(record, "text"));
    bind_list(into, 10, json_object_get(record, "warnings"));
    bind_text(into, 11, json_object_get(error, "code"));
    bind_text(into, 12, json_object_get(error, "message"));
    return step(self, INSERT_ARTICLE, err);
}

static int write_labels(sqlite_sink *self, const json_t *record, const json_t *id,
                        tenor_error *err) {
    const char *axis;
    json_t *value, *label;
    size_t i;
    int code = TENOR_OK;
    json_object_foreach(json_object_get(record, "labels"), axis, value) {
        if (json_is_string(value)) {
            bind_label(self, INSERT_LABEL, id, axis, json_string_value(value));
            code = step(self, INSERT_LABEL, err);
        }
        json_array_foreach(value, i, label) {
            bind_label(self, INSERT_LABEL, id, axis, json_string_value(label));
            code = code == TENOR_OK ? step(self, INSERT_LABEL, err) : code;
        }
        if (code != TENOR_OK) {
            break;
        }
    }
    return code;
}

static int write_scores(sqlite_sink *self, const json_t *record, const json_t *id,
                        tenor_error *err) {
    const char *axis, *label;
    json_t *scores, *score;
    int code = TENOR_OK;
    json_object_foreach(json_object_get(record, "scores"), axis, scores) {
        json_object_foreach(scores, label, score) {
            sqlite3_stmt *into = bind_label(self, INSERT_SCORE, id, axis, label);
            bind_number(into, 5, score);
            code = code == TENOR_OK ? step(self, INSERT_SCORE, err) : code;
        }
    }
    return code;
}

static int write_passages(sqlite_sink *self, const json_t *id, const char *axis, const char *label,
                          const json_t *passages, tenor_error *err) {
    json_t *passage;
    size_t i;
    json_array_foreach(passages, i, passage) {
        sqlite3_stmt *into = bind_label(self, INSERT_EVIDENCE, id, axis, label);
        sqlite3_bind_int64(into, 5, (sqlite3_int64)i + 1);
        bind_number(into, 6, json_object_get(passage, "start"));
        bind_number(into, 7, json_object_get(passage, "end"));
        sqlite3_bind_text(into, 8, json_object_get(passage, "in") != NULL ? "title" : "text", -1,
                          SQLITE_STATIC);
        bind_text(into, 9, json_object_get(passage, "text"));
        bind_number(into, 10, json_object_get(passage, "score"));
        bind_list(into, 11, json_object_get(passage, "terms"));
        int code = step(self, INSERT_EVIDENCE, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    return TENOR_OK;
}

static int write_evidence(sqlite_sink *self, const json_t *record, const json_t *id,
                          tenor_error *err) {
    const char *axis, *label;
    json_t *labels, *passages;
    int code = TENOR_OK;
    json_object_foreach(json_object_get(record, "evidence"), axis, labels) {
        json_object_foreach(labels, label, passages) {
            code = code == TENOR_OK ? write_passages(self, id, axis, label, passages, err) : code;
        }
    }
    return code;
}

static int write_rows(sqlite_sink *self, const json_t *record, tenor_error *err) {
    const json_t *id = json_object_get(record, "id");
    int code = TENOR_OK;
    for (statement which = DELETE_LABELS; code == TENOR_OK && which <= DELETE_EVIDENCE; which++) {
        bind_key(self, which, id);
        code = step(self, which, err);
    }
    code = code == TENOR_OK ? write_article(self, record, id, err) : code;
    code = code == TENOR_OK ? write_labels(self, record, id, err) : code;
    code = code == TENOR_OK ? write_scores(self, record, id, err) : code;
    return code == TENOR_OK ? write_evidence(self, record, id, err) : code;
}

/* ---- the sink ---- */

static int note_run(const sqlite_sink *self, bool finished, tenor_error *err) {
    char *sql = sqlite3_mprintf(
        "UPDATE runs SET articles=%lld, failed=%lld%s WHERE id=%lld", self->articles, self->failed,
        finished ? ", finished=strftime('%Y-%m-%dT%H:%M:%SZ','now')" : "", self->run);
    int code = sql != NULL ? execute(self, sql, err) : tenor_fail_memory(err);
    sqlite3_free(sql);
    return code;
}

static int begin_run(sqlite_sink *self, tenor_error *err) {
    char *sql = sqlite3_mprintf("INSERT INTO runs(model) VALUES(%Q)", self->model);
    int code = sql != NULL ? execute(self, sql, err) : tenor_fail_memory(err);
    sqlite3_free(sql);
    self->run = sqlite3_last_insert_rowid(self->database);
    return code;
}

static int begin(tenor_sink *sink, const tenor_model *model, tenor_error *err) {
    sqlite_sink *self = (sqlite_sink *)sink;
    if (sqlite3_open_v2(self->path, &self->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        NULL) != SQLITE_OK) {
        return self->database != NULL ? fail(self, err) : tenor_fail_memory(err);
    }
    sqlite3_busy_timeout(self->database, 10000);
    strncpy(self->model, tenor_model_id(model), sizeof self->model - 1);
    int code = execute(self, schema, err);
    for (int i = 0; code == TENOR_OK && i < STATEMENT_COUNT; i++) {
        bool good = sqlite3_prepare_v2(self->database, texts[i], -1, &self->statements[i], NULL) ==
                    SQLITE_OK;
        code = good ? TENOR_OK : fail(self, err);
    }
    code = code == TENOR_OK ? begin_run(self, err) : code;
    self->committed = now();
    return code;
}

static int commit(sqlite_sink *self, tenor_error *err) {
    self->uncommitted = 0;
    self->committed = now();
    int code = note_run(self, false, err);
    return code == TENOR_OK ? execute(self, "COMMIT", err) : code;
}

static int write_record(tenor_sink *sink, tenor_view line, tenor_error *err) {
    sqlite_sink *self = (sqlite_sink *)sink;
    json_t *record = json_loadb(line.data, line.size, JSON_ALLOW_NUL, NULL);
    if (record == NULL) {
        return tenor_fail_memory(err);
    }
    int code = self->uncommitted == 0 ? execute(self, "BEGIN IMMEDIATE", err) : TENOR_OK;
    if (code == TENOR_OK) {
        self->uncommitted++;
        self->articles++;
        self->failed += json_object_get(record, "error") != NULL;
        code = write_rows(self, record, err);
    }
    json_decref(record);
    if (code == TENOR_OK && (self->uncommitted >= COMMIT_RECORDS || now() - self->committed >= 1)) {
        code = commit(self, err);
    }
    return code;
}

static int rest(tenor_sink *sink, tenor_error *err) {
    sqlite_sink *self = (sqlite_sink *)sink;
    return self->uncommitted > 0 ? commit(self, err) : TENOR_OK;
}

static int finish(tenor_sink *sink, tenor_error *err) {
    sqlite_sink *self = (sqlite_sink *)sink;
    int code = rest(sink, err);
    return code == TENOR_OK ? note_run(self, true, err) : code;
}

static bool reader_gone(const tenor_sink *sink) {
    (void)sink;
    return false;
}

/* What was labelled before a failure or a signal is kept. */
static void free_sink(tenor_sink *sink) {
    sqlite_sink *self = (sqlite_sink *)sink;
    if (self->database != NULL) {
        (void)!rest(sink, NULL);
    }
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(self->statements[i]);
    }
    sqlite3_close(self->database);
    free(self);
}

int tenor_sqlite_sink_new(tenor_sink **out, const char *path, tenor_error *err) {
    static const tenor_sink_kind kind = {begin, write_record, rest, finish, reader_gone, free_sink};
    sqlite_sink *self = tenor_new_array(1, sizeof *self);
    if (self == NULL) {
        return tenor_fail_memory(err);
    }
    self->base.kind = &kind;
    self->path = path;
    *out = &self->base;
    return TENOR_OK;
}
