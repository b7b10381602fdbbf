/* labeller.c: the straight way from an input to its record. tenor_labeller_finish shows it top to
 * bottom:
 *
 *   document -> (open) id, digest, bytes or JSON fields -> (read) article -> (score) passages,
 * tokens, vector, decisions, probabilities, labels: all inside tenor_score -> (record) one line.
 *
 * What is the article's fault becomes an error record; only running out of memory or a broken
 * library is an error here. */
#include "labeller.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "digest.h"
#include "error.h"
#include "json_read.h"
#include "reader.h"
#include "record.h"
#include "source.h"

/* An article of at least this many words of which fewer than KNOWN_PERCENT are in the vocabulary is
 * not guessed at. */
#define KNOWN_FROM_TOKENS 20
#define KNOWN_PERCENT 15

struct tenor_labeller {
    const tenor_model *model; /* borrowed */
    tenor_fields fields;
    tenor_record_options record;
    tenor_reader *reader;
    tenor_scorer *scorer;
    tenor_article article;
    tenor_verdict verdict;
    double unsure_below;
    uint8_t *given; /* [labels] the verdict's, without the axes it is unsure of; NULL where that
                       cannot be */
    tenor_label_seconds seconds;
    tenor_buffer line;

    /* of the open document */
    const tenor_document *document;
    json_t *json;             /* the record that the document is, or NULL */
    tenor_buffer path, bytes; /* of the file that the record names by "path" */
    char digest[TENOR_DIGEST_SIZE];
};

double tenor_seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int tenor_labeller_new(tenor_labeller **out, const tenor_model *model,
                       const tenor_label_options *options, tenor_error *err) {
    static const tenor_label_options defaults = TENOR_LABEL_OPTIONS_INIT;
    const tenor_fields fields = TENOR_FIELDS_INIT;
    tenor_labeller *labeller = tenor_new_array(1, sizeof *labeller);
    if (labeller == NULL) {
        return tenor_fail_memory(err);
    }
    options = options != NULL ? options : &defaults;
    labeller->model = model;
    labeller->record = (tenor_record_options){options->evidence, options->text};
    labeller->fields = (tenor_fields){
        options->text_field != NULL ? options->text_field : fields.text,
        options->title_field != NULL ? options->title_field : fields.title,
        options->id_field != NULL ? options->id_field : fields.id,
        options->path_field != NULL ? options->path_field : fields.path,
        options->date_field != NULL ? options->date_field : fields.date,
    };
    labeller->unsure_below = options->unsure_below;
    tenor_article_init(&labeller->article);
    tenor_buffer_init(&labeller->line);
    tenor_buffer_init(&labeller->path);
    tenor_buffer_init(&labeller->bytes);
    int code = tenor_reader_new(&labeller->reader, err);
    if (code == TENOR_OK) {
        code = tenor_scorer_new(&labeller->scorer, model, err);
    }
    if (code == TENOR_OK && labeller->unsure_below > 0.0) {
        labeller->given = tenor_new_array(tenor_model_label_count(model), sizeof *labeller->given);
        code = labeller->given != NULL ? TENOR_OK : tenor_fail_memory(err);
    }
    if (code != TENOR_OK) {
        tenor_labeller_free(labeller);
        return code;
    }
    *out = labeller;
    return TENOR_OK;
}

void tenor_labeller_free(tenor_labeller *labeller) {
    if (labeller == NULL) {
        return;
    }
    json_decref(labeller->json);
    tenor_reader_free(labeller->reader);
    tenor_scorer_free(labeller->scorer);
    free(labeller->given);
    tenor_article_free(&labeller->article);
    tenor_buffer_free(&labeller->line);
    tenor_buffer_free(&labeller->path);
    tenor_buffer_free(&labeller->bytes);
    free(labeller);
}

/* ---- step 1: open ---- */

static void take_id(tenor_labeller *labeller) {
    char room[TENOR_JSON_NUMBER_SIZE];
    tenor_view id = tenor_json_id(labeller->json, labeller->fields.id, room);
    if (id.size > 0) {
        tenor_buffer_clear(&labeller->article.id);
        tenor_buffer_add(&labeller->article.id, id.data, id.size);
    }
}

/* Parses a line, or a file that begins like a JSON object. A file that turns out to be none is left
 * to the reader. */
static int parse_json(tenor_labeller *labeller, tenor_error *err) {
    const tenor_document *document = labeller->document;
    bool line = document->kind == TENOR_DOCUMENT_LINE;
    const tenor_buffer *bytes = &document->bytes;
    if (!line && bytes->data[strspn(bytes->data, " \t\r\n")] != '{') {
        return TENOR_OK;
    }
    json_error_t problem;
    labeller->json = json_loadb(bytes->data, bytes->size, JSON_ALLOW_NUL, &problem);
    bool object = json_is_object(labeller->json);
    bool text = object && json_is_string(json_object_get(labeller->json, labeller->fields.text));
    bool path = object && json_is_string(json_object_get(labeller->json, labeller->fields.path));
    if (object) {
        take_id(labeller);
    }
    if (text || path) {
        return TENOR_OK;
    }
    if (line && labeller->json == NULL) {
        return tenor_fail(err, TENOR_FORMAT, "not JSON: %s (column %d)", problem.text,
                          problem.column);
    }
    if (line) {
        return tenor_fail(err, TENOR_FORMAT,
                          object ? "no field \"%s\" (a string) in the record" : "not a JSON object",
                          labeller->fields.text);
    }
    json_decref(labeller->json);
    labeller->json = NULL;
    return TENOR_OK;
}

/* The bytes that the article is read from: the file's, the line's, or those of the file that the
 * line names. */
static int find_bytes(tenor_labeller *labeller, tenor_view *out, tenor_error *err) {
    *out = tenor_buffer_view(&labeller->document->bytes);
    tenor_view path = tenor_json_string(labeller->json, labeller->fields.path);
    if (labeller->json == NULL || path.size == 0 ||
        json_is_string(json_object_get(labeller->json, labeller->fields.text))) {
        return TENOR_OK;
    }
    tenor_path_beside(&labeller->path, labeller->document->name.data, path.data);
    tenor_buffer_clear(&labeller->bytes);
    int code = labeller->path.failed ? tenor_fail_memory(err)
                                     : tenor_file_read(labeller->path.data, TENOR_LIMIT_FILE_BYTES,
                                                       &labeller->bytes, err);
    if (code == TENOR_OK) {
        *out = tenor_buffer_view(&labeller->bytes);
    }
    return code;
}

int tenor_labeller_open(tenor_labeller *labeller, const tenor_document *document, tenor_opened *out,
                        tenor_error *err) {
    double start = tenor_seconds_now();
    tenor_article_clear(&labeller->article);
    tenor_buffer_clear(&labeller->path);
    json_decref(labeller->json);
    labeller->json = NULL;
    labeller->document = document;
    labeller->digest[0] = '\0';
    tenor_buffer_add(&labeller->article.id, document->id.data, document->id.size);
    tenor_view bytes = {"", 0};
    int code = TENOR_OK;
    if (document->kind == TENOR_DOCUMENT_ERROR) {
        code = tenor_fail(err, document->error.code, "%s", document->error.text);
    } else {
        code = parse_json(labeller, err);
    }
    if (code == TENOR_OK) {
        code = find_bytes(labeller, &bytes, err);
    }
    if (code == TENOR_OK) {
        tenor_digest(labeller->digest, bytes);
    }
    *out = (tenor_opened){tenor_buffer_view(&labeller->article.id), labeller->digest};
    labeller->seconds.open += tenor_seconds_now() - start;
    return code;
}

/* ---- step 2: read ---- */

static void take_field(tenor_labeller *labeller, const char *name, tenor_buffer *into) {
    tenor_view value = tenor_json_string(labeller->json, name);
    if (value.size > 0) {
        tenor_buffer_clear(into);
        tenor_buffer_add(into, value.data, value.size);
    }
}

int tenor_labeller_read(tenor_labeller *labeller, tenor_error *err) {
    double start = tenor_seconds_now();
    tenor_article *article = &labeller->article;
    int code;
    if (labeller->json == NULL) {
        code = tenor_read_article(labeller->reader, tenor_buffer_view(&labeller->document->bytes),
                                  labeller->document->name.data, article, err);
    } else if (labeller->path.size > 0) {
        code = tenor_read_article(labeller->reader, tenor_buffer_view(&labeller->bytes),
                                  labeller->path.data, article, err);
        take_field(labeller, labeller->fields.title, &article->title);
    } else {
        take_field(labeller, labeller->fields.title, &article->title);
        code = tenor_read_field(labeller->reader,
                                tenor_json_string(labeller->json, labeller->fields.text), article,
                                err);
    }
    take_field(labeller, labeller->fields.date, &article->date);
    labeller->seconds.extract += tenor_seconds_now() - start;
    return code;
}

/* ---- step 3: score ---- */

/* Whether the article is fit for an answer; if not, a warning says why. */
static bool may_guess(tenor_labeller *labeller, const tenor_verdict *verdict) {
    tenor_article *article = &labeller->article;
    if (verdict->token_count == 0) {
        tenor_article_warn(article, "not labelled: the article has no words");
        return false;
    }
    if (verdict->token_count >= KNOWN_FROM_TOKENS &&
        verdict->known_count * 100 < verdict->token_count * KNOWN_PERCENT) {
        tenor_article_warn(article,
                           "not labelled: only %zu of its %zu words are known to the model",
                           verdict->known_count, verdict->token_count);
        return false;
    }
    return true;
}

/* Takes back the answers on single-label axes that are not probable enough. */
static void take_back_unsure(tenor_labeller *labeller) {
    tenor_verdict *verdict = &labeller->verdict;
    memcpy(labeller->given, verdict->given, tenor_model_label_count(labeller->model));
    for (size_t a = 0; a < tenor_model_axis_count(labeller->model); a++) {
        const tenor_axis *axis = tenor_model_axis(labeller->model, a);
        for (size_t l = axis->first_label;
             !axis->multi && l < axis->first_label + axis->label_count; l++) {
            double probability = (double)verdict->probability[l];
            if (labeller->given[l] != 0 && probability < labeller->unsure_below) {
                labeller->given[l] = 0;
                tenor_article_warn(
                    &labeller->article, "unsure of %s: the most probable label, %s, has only %.2f",
                    axis->name, tenor_model_label(labeller->model, l)->name, probability);
            }
        }
    }
    verdict->given = labeller->given;
}

int tenor_labeller_score(tenor_labeller *labeller, const tenor_verdict **out, tenor_error *err) {
    double start = tenor_seconds_now();
    tenor_article *article = &labeller->article;
    const char *lang = article->lang.data;
    *out = NULL;
    int code = TENOR_OK;
    if (article->text.size == 0) {
        tenor_article_warn(article, "not labelled: the article has no text");
    } else if (lang[0] != '\0' && strcmp(lang, "und") != 0 &&
               !tenor_model_knows_language(labeller->model, lang)) {
        tenor_article_warn(article,
                           "not labelled: the model was not trained on the language \"%s\"", lang);
    } else {
        code = tenor_score(labeller->scorer, tenor_buffer_view(&article->title),
                           tenor_buffer_view(&article->text), &labeller->verdict, err);
        if (code == TENOR_OK && may_guess(labeller, &labeller->verdict)) {
            if (labeller->given != NULL) {
                take_back_unsure(labeller);
            }
            *out = &labeller->verdict;
        }
    }
    labeller->seconds.score += tenor_seconds_now() - start;
    return code;
}

int tenor_labeller_score_text(tenor_labeller *labeller, const char *title, const char *text,
                              const char *lang, const tenor_verdict **out, tenor_error *err) {
    tenor_article *article = &labeller->article;
    tenor_article_clear(article);
    tenor_buffer_add_text(&article->title, title);
    tenor_buffer_add_text(&article->text, text);
    tenor_buffer_add_text(&article->lang, lang);
    bool failed = article->title.failed || article->text.failed || article->lang.failed;
    return failed ? tenor_fail_memory(err) : tenor_labeller_score(labeller, out, err);
}

/* ---- all steps ---- */

/* The article's own fault, which its record tells, as against one that ends the run. */
static bool is_articles(int code) {
    return code != TENOR_MEMORY && code != TENOR_INTERNAL;
}

static int write_error(tenor_labeller *labeller, const tenor_error *error, tenor_labelled *out,
                       tenor_error *err) {
    tenor_buffer_clear(&labeller->line);
    tenor_record_write_error(&labeller->line, tenor_buffer_view(&labeller->article.id), error);
    *out = (tenor_labelled){tenor_buffer_view(&labeller->line), TENOR_FAILED};
    return labeller->line.failed ? tenor_fail_memory(err) : TENOR_OK;
}

int tenor_labeller_finish(tenor_labeller *labeller, int code, const tenor_error *error,
                          tenor_labelled *out, tenor_error *err) {
    const tenor_verdict *verdict = NULL;
    tenor_error problem = *error;
    if (code == TENOR_OK) {
        code = tenor_labeller_read(labeller, &problem);
    }
    if (code == TENOR_OK) {
        code = tenor_labeller_score(labeller, &verdict, &problem);
    }
    if (code != TENOR_OK) {
        return is_articles(code) ? write_error(labeller, &problem, out, err)
                                 : tenor_fail(err, code, "%s", problem.text);
    }
    double start = tenor_seconds_now();
    tenor_buffer_clear(&labeller->line);
    code = tenor_record_write(&labeller->line, &labeller->article, labeller->digest,
                              labeller->model, labeller->scorer, verdict, labeller->record, err);
    *out = (tenor_labelled){tenor_buffer_view(&labeller->line),
                            labeller->article.warning_count > 0 ? TENOR_WARNED : TENOR_LABELLED};
    labeller->seconds.write += tenor_seconds_now() - start;
    return code;
}

int tenor_labeller_label(tenor_labeller *labeller, const tenor_document *document,
                         tenor_labelled *out, tenor_error *err) {
    tenor_opened opened;
    tenor_error error = TENOR_ERROR_INIT;
    int code = tenor_labeller_open(labeller, document, &opened, &error);
    return tenor_labeller_finish(labeller, code, &error, out, err);
}

static int label_value(tenor_labeller *labeller, tenor_document_kind kind, const char *id,
                       tenor_view bytes, tenor_labelled *out, tenor_error *err) {
    tenor_document document;
    tenor_document_init(&document);
    document.kind = kind;
    tenor_buffer_add_text(&document.id, id);
    tenor_buffer_add_text(&document.name, kind == TENOR_DOCUMENT_FILE ? id : "");
    tenor_buffer_add(&document.bytes, bytes.data, bytes.size);
    bool failed = document.id.failed || document.name.failed || document.bytes.failed;
    int code =
        failed ? tenor_fail_memory(err) : tenor_labeller_label(labeller, &document, out, err);
    tenor_document_free(&document);
    return code;
}

int tenor_label_bytes(tenor_labeller *labeller, const char *id, tenor_view bytes,
                      tenor_labelled *out, tenor_error *err) {
    return label_value(labeller, TENOR_DOCUMENT_FILE, id, bytes, out, err);
}

int tenor_label_json(tenor_labeller *labeller, const char *id, tenor_view json, tenor_labelled *out,
                     tenor_error *err) {
    return label_value(labeller, TENOR_DOCUMENT_LINE, id, json, out, err);
}

const tenor_article *tenor_labeller_article(const tenor_labeller *labeller) {
    return &labeller->article;
}

tenor_scorer *tenor_labeller_scorer(const tenor_labeller *labeller) {
    return labeller->scorer;
}

tenor_label_seconds tenor_labeller_seconds(const tenor_labeller *labeller) {
    return labeller->seconds;
}
