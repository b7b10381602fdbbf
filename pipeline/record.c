/* record.c: field order and number format are part of the interface: the same article and model
 * give the same bytes.
 *
 * Records are read back too (resuming, updating, watching). That needs no JSON parser: the writer
 * escapes every quote, so
 * `,"sha256":"` outside of a string is the only place where these bytes can stand, and an escaped
 * id is equal to another exactly if the ids are. */
#include "record.h"

#include <jansson.h>
#include <string.h>

#include "error.h"
#include "json_write.h"

static size_t count_characters(tenor_view text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return count;
}

static void add_field(tenor_buffer *out, const char *name, const tenor_buffer *value) {
    tenor_buffer_add_text(out, name);
    tenor_json_add(out, tenor_buffer_view(value));
}

/* ---- labels and scores ---- */

static void add_labels(tenor_buffer *out, const tenor_model *model, const tenor_axis *axis,
                       const tenor_verdict *verdict) {
    size_t given = 0;
    if (axis->multi) {
        tenor_buffer_add_char(out, '[');
    }
    for (size_t i = axis->first_label; i < axis->first_label + axis->label_count; i++) {
        if (verdict->given[i] != 0) {
            tenor_buffer_add_text(out, given++ > 0 ? "," : "");
            tenor_json_add_text(out, tenor_model_label(model, i)->name);
        }
    }
    if (axis->multi) {
        tenor_buffer_add_char(out, ']');
    }
}

static void add_scores(tenor_buffer *out, const tenor_model *model, const tenor_axis *axis,
                       const tenor_verdict *verdict) {
    tenor_buffer_add_char(out, '{');
    for (size_t i = 0; i < axis->label_count; i++) {
        size_t label = axis->first_label + i;
        tenor_buffer_add_text(out, i > 0 ? "," : "");
        tenor_json_add_text(out, tenor_model_label(model, label)->name);
        tenor_buffer_add_char(out, ':');
        tenor_json_add_number(out, (double)verdict->probability[label], 4);
    }
    tenor_buffer_add_char(out, '}');
}

typedef void add_axis(tenor_buffer *out, const tenor_model *model, const tenor_axis *axis,
                      const tenor_verdict *verdict);

/* False for a single-label axis that the labeller is unsure of: it has no label at all. */
static bool answered(const tenor_axis *axis, const tenor_verdict *verdict) {
    const uint8_t *given = verdict->given + axis->first_label;
    return axis->multi || memchr(given, 1, axis->label_count) != NULL;
}

/* An object with one member an axis (of only those answered, if so wanted); empty without a
 * verdict. */
static void add_axes(tenor_buffer *out, const char *name, const tenor_model *model,
                     const tenor_verdict *verdict, bool only_answered, add_axis *add) {
    tenor_buffer_add_text(out, name);
    tenor_buffer_add_char(out, '{');
    for (size_t i = 0; verdict != NULL && i < tenor_model_axis_count(model); i++) {
        const tenor_axis *axis = tenor_model_axis(model, i);
        if (only_answered && !answered(axis, verdict)) {
            continue;
        }
        tenor_buffer_add_text(out, out->data[out->size - 1] == '{' ? "" : ",");
        tenor_json_add_text(out, axis->name);
        tenor_buffer_add_char(out, ':');
        add(out, model, axis, verdict);
    }
    tenor_buffer_add_char(out, '}');
}

/* ---- evidence ---- */

/* The `wanted` passages of highest decision value for a label, best first; beyond the first only
 * those that speak for it. */
static size_t best_passages(const tenor_verdict *verdict, size_t label, size_t wanted,
                            size_t *best) {
    size_t count = 0;
    for (size_t i = 0; i < verdict->passage_count; i++) {
        double value = verdict->passages[i].decision[label];
        size_t place = count;
        while (place > 0 && verdict->passages[best[place - 1]].decision[label] < value) {
            place--;
        }
        if (place == wanted) {
            continue;
        }
        count += count < wanted;
        memmove(best + place + 1, best + place, (count - place - 1) * sizeof *best);
        best[place] = i;
    }
    while (count > 1 && verdict->passages[best[count - 1]].decision[label] <= 0) {
        count--;
    }
    return count;
}

static bool covered(const tenor_view *chosen, size_t count, tenor_view term) {
    for (size_t i = 0; i < count; i++) {
        if (memmem(chosen[i].data, chosen[i].size, term.data, term.size) != NULL) {
            return true;
        }
    }
    return false;
}

/* The strongest terms; one that is part of a stronger one says nothing new. */
static void add_terms(tenor_buffer *out, const tenor_explanation *explanation) {
    tenor_view chosen[TENOR_RECORD_TERMS];
    size_t count = 0;
    tenor_buffer_add_text(out, ",\"terms\":[");
    for (size_t i = 0; i < explanation->count && count < TENOR_RECORD_TERMS; i++) {
        tenor_view term = explanation->contributions[i].term;
        if (explanation->contributions[i].value <= 0) {
            break;
        }
        if (!covered(chosen, count, term)) {
            tenor_buffer_add_text(out, count > 0 ? "," : "");
            tenor_json_add(out, term);
            chosen[count++] = term;
        }
    }
    tenor_buffer_add_char(out, ']');
}

static int add_passage(tenor_buffer *out, const tenor_article *article, tenor_scorer *scorer,
                       const tenor_verdict *verdict, size_t number, size_t label,
                       tenor_error *err) {
    const tenor_scored_passage *passage = &verdict->passages[number];
    bool title = verdict->has_title && number == 0;
    const tenor_buffer *text = title ? &article->title : &article->text;
    tenor_buffer_format(out, "{\"start\":%u,\"end\":%u,\"text\":", (unsigned)passage->char_start,
                        (unsigned)passage->char_end);
    tenor_json_add(out, (tenor_view){text->data + passage->byte_start,
                                     passage->byte_end - passage->byte_start});
    tenor_buffer_add_text(out, title ? ",\"in\":\"title\",\"score\":" : ",\"score\":");
    tenor_json_add_number(out, passage->decision[label], 4);
    tenor_explanation explanation;
    int code = tenor_explain(scorer, number, label, &explanation, err);
    if (code == TENOR_OK) {
        add_terms(out, &explanation);
        tenor_buffer_add_char(out, '}');
    }
    return code;
}

static int add_label_evidence(tenor_buffer *out, const tenor_article *article, tenor_scorer *scorer,
                              const tenor_verdict *verdict, size_t label, size_t wanted,
                              tenor_error *err) {
    size_t best[TENOR_RECORD_EVIDENCE_MAX + 1];
    size_t count = best_passages(verdict, label, wanted, best);
    tenor_buffer_add_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        tenor_buffer_add_text(out, i > 0 ? "," : "");
        int code = add_passage(out, article, scorer, verdict, best[i], label, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    tenor_buffer_add_char(out, ']');
    return TENOR_OK;
}

bool tenor_record_has_evidence(const tenor_model *model, const tenor_verdict *verdict,
                               size_t label) {
    size_t axis = tenor_model_axis_count(model) - 1;
    while (label < tenor_model_axis(model, axis)->first_label) {
        axis--;
    }
    return verdict->untargeted[axis] == 0 && !tenor_model_label(model, label)->silent;
}

static int add_evidence(tenor_buffer *out, const tenor_article *article, const tenor_model *model,
                        tenor_scorer *scorer, const tenor_verdict *verdict, size_t wanted,
                        tenor_error *err) {
    tenor_buffer_add_text(out, ",\"evidence\":{");
    for (size_t i = 0; verdict != NULL && i < tenor_model_axis_count(model); i++) {
        const tenor_axis *axis = tenor_model_axis(model, i);
        size_t told = 0;
        tenor_buffer_add_text(out, i > 0 ? "," : "");
        tenor_json_add_text(out, axis->name);
        tenor_buffer_add_text(out, ":{");
        for (size_t label = axis->first_label; label < axis->first_label + axis->label_count;
             label++) {
            if (verdict->given[label] == 0) {
                continue;
            }
            const tenor_label *facts = tenor_model_label(model, label);
            tenor_buffer_add_text(out, told++ > 0 ? "," : "");
            tenor_json_add_text(out, facts->name);
            tenor_buffer_add_char(out, ':');
            if (!tenor_record_has_evidence(model, verdict, label)) {
                tenor_buffer_add_text(out, "[]");
                continue;
            }
            int code = add_label_evidence(out, article, scorer, verdict, label, wanted, err);
            if (code != TENOR_OK) {
                return code;
            }
        }
        tenor_buffer_add_char(out, '}');
    }
    tenor_buffer_add_char(out, '}');
    return TENOR_OK;
}

/* ---- the record ---- */

int tenor_record_write(tenor_buffer *out, const tenor_article *article, const char *digest,
                       const tenor_model *model, tenor_scorer *scorer, const tenor_verdict *verdict,
                       tenor_record_options options, tenor_error *err) {
    add_field(out, "{\"id\":", &article->id);
    add_field(out, ",\"title\":", &article->title);
    add_field(out, ",\"date\":", &article->date);
    add_field(out, ",\"lang\":", &article->lang);
    tenor_buffer_format(out, ",\"sha256\":\"%s\",\"chars\":%zu", digest,
                        count_characters(tenor_buffer_view(&article->text)));
    if (options.text) {
        add_field(out, ",\"text\":", &article->text);
    }
    add_axes(out, ",\"labels\":", model, verdict, true, add_labels);
    add_axes(out, ",\"scores\":", model, verdict, false, add_scores);
    if (options.evidence > 0) {
        size_t wanted = options.evidence < TENOR_RECORD_EVIDENCE_MAX ? options.evidence
                                                                     : TENOR_RECORD_EVIDENCE_MAX;
        int code = add_evidence(out, article, model, scorer, verdict, wanted, err);
        if (code != TENOR_OK) {
            return code;
        }
    }
    tenor_buffer_add_text(out, ",\"model\":");
    tenor_json_add_text(out, tenor_model_id(model));
    tenor_buffer_add_text(out, ",\"warnings\":[");
    for (size_t i = 0; i < article->warning_count; i++) {
        add_field(out, i > 0 ? "," : "", &article->warnings[i]);
    }
    tenor_buffer_add_text(out, "]}\n");
    return out->failed ? tenor_fail_memory(err) : TENOR_OK;
}

void tenor_record_write_error(tenor_buffer *out, tenor_view id, const tenor_error *error) {
    tenor_buffer_add_text(out, "{\"id\":");
    tenor_json_add(out, id);
    tenor_buffer_add_text(out, ",\"error\":{\"code\":");
    tenor_json_add_text(out, tenor_code_name(error->code));
    tenor_buffer_add_text(out, ",\"message\":");
    tenor_json_add_text(out, error->text);
    tenor_buffer_add_text(out, "}}\n");
}

/* ---- reading back ---- */

/* The string that begins at data, up to its closing quote. */
static bool take_string(const char *data, const char *end, tenor_view *out) {
    const char *at = data;
    while (at < end && *at != '"') {
        at += *at == '\\' ? 2 : 1;
    }
    *out = (tenor_view){data, (size_t)(at - data)};
    return at < end;
}

/* Whether the article's text stands behind its number of characters (passages of the evidence have
 * a "text" too). */
static bool has_text(tenor_view line) {
    static const char chars[] = ",\"chars\":", text[] = ",\"text\":";
    const char *at = memmem(line.data, line.size, chars, sizeof chars - 1);
    if (at == NULL) {
        return false;
    }
    at += sizeof chars - 1;
    at += strspn(at, "0123456789");
    return (size_t)(line.data + line.size - at) > sizeof text &&
           memcmp(at, text, sizeof text - 1) == 0;
}

/* Value of the string field whose quoted name stands first (or last) in line; empty if there is
 * none. */
static tenor_view find_field(tenor_view line, const char *name, bool last) {
    tenor_view value = {"", 0};
    size_t size = strlen(name);
    const char *end = line.data + line.size, *at = line.data;
    while ((at = memmem(at, (size_t)(end - at), name, size)) != NULL) {
        at += size;
        if (!take_string(at, end, &value) || !last) {
            break;
        }
    }
    return value;
}

bool tenor_record_parse(tenor_view line, tenor_record_facts *out) {
    static const char start[] = "{\"id\":\"";
    static const char error[] = "\",\"error\":{";
    static const char evidence[] = ",\"evidence\":{";
    static const char quiet[] = "\"warnings\":[]}";
    const char *end = line.data + line.size;
    tenor_record_facts facts = {0};
    if (line.size < sizeof start || memcmp(line.data, start, sizeof start - 1) != 0 ||
        end[-1] != '}' || !take_string(line.data + sizeof start - 1, end, &facts.id)) {
        return false;
    }
    json_t *object = json_loadb(line.data, line.size, JSON_ALLOW_NUL,
                                NULL); /* a torn page may hide in the middle */
    bool complete = json_is_object(object);
    json_decref(object);
    const char *behind = facts.id.data + facts.id.size;
    facts.failed =
        (size_t)(end - behind) > sizeof error && memcmp(behind, error, sizeof error - 1) == 0;
    if (!facts.failed) {
        facts.sha256 = find_field(line, ",\"sha256\":\"", false);
        facts.model = find_field(line, ",\"model\":\"", true);
        facts.evidence = memmem(line.data, line.size, evidence, sizeof evidence - 1) != NULL;
        facts.text = has_text(line);
        facts.warned = line.size > sizeof quiet &&
                       memcmp(end - (sizeof quiet - 1), quiet, sizeof quiet - 1) != 0;
        complete = complete && facts.sha256.size == 64 && facts.model.size > 0;
    }
    if (complete) {
        *out = facts;
    }
    return complete;
}
