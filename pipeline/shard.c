/* shard.c: what a shard takes, and what a finished one must look like.
 *
 * Every machine reads all the inputs and labels its own: reading is a small part of the work, and
 * so each knows the place of its records among all, whatever kind of input they come from. The
 * places go into the side file; they are what merging puts the records in order by, and what proves
 * that none is lost or twice. The digest over all ids shows shards that saw other inputs. */
#include "shard.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "error.h"
#include "json_read.h"

enum { READ_BYTES = 1 << 16 };

void tenor_shard_pick_init(tenor_shard_pick *pick, size_t index, size_t count) {
    *pick = (tenor_shard_pick){.index = index, .count = count};
    tenor_buffer_init(&pick->gaps);
}

void tenor_shard_pick_free(tenor_shard_pick *pick) {
    tenor_buffer_free(&pick->gaps);
}

bool tenor_shard_takes(tenor_shard_pick *pick, tenor_view id) {
    uint64_t place = pick->inputs++;
    pick->digest = XXH3_64bits_withSeed(id.data, id.size, pick->digest);
    if (XXH3_64bits(id.data, id.size) % pick->count != pick->index) {
        return false;
    }
    tenor_buffer_format(&pick->gaps, "%s%" PRIu64, pick->taken > 0 ? "," : "",
                        place + 1 - pick->last);
    pick->last = place + 1;
    pick->taken++;
    return true;
}

void tenor_shard_path(tenor_buffer *out, const char *folder, size_t index, size_t count,
                      const char *ending) {
    tenor_buffer_clear(out);
    tenor_buffer_format(out, "%s/shard-%zu-of-%zu.%s", folder, index, count, ending);
}

/* ---- the side file ---- */

void tenor_shard_facts_free(tenor_shard_facts *facts) {
    free(facts->model);
    free(facts->settings);
    free(facts->places);
    *facts = (tenor_shard_facts){0};
}

static bool take_count(const json_t *object, const char *name, uint64_t *out) {
    const json_t *value = json_object_get(object, name);
    *out = json_is_integer(value) && json_integer_value(value) >= 0
               ? (uint64_t)json_integer_value(value)
               : 0;
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool take_hash(const json_t *object, const char *name, uint64_t *out) {
    const char *text = tenor_json_string(object, name).data;
    char *end;
    *out = strtoull(text, &end, 16);
    return end == text + 16 && *end == '\0';
}

/* The places; false where the list is none of as many distances as there are records. */
static bool take_places(const json_t *gaps, tenor_shard_facts *facts) {
    uint64_t next = 0;
    if (!json_is_array(gaps) || json_array_size(gaps) != facts->records) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(gaps); i++) {
        json_int_t gap = json_integer_value(json_array_get(gaps, i));
        if (gap < 1 || (uint64_t)gap > facts->inputs - next) {
            return false;
        }
        next += (uint64_t)gap;
        facts->places[i] = next - 1;
    }
    return true;
}

/* 1: facts hold what the file says; 0: it is not what a finished shard's would be. */
static int read_facts(const json_t *object, tenor_shard_facts *facts, tenor_error *err) {
    const json_t *gaps = json_object_get(object, "gaps");
    bool good = take_count(object, "records", &facts->records) &&
                take_count(object, "bytes", &facts->bytes) &&
                take_count(object, "inputs", &facts->inputs) &&
                take_hash(object, "xxh3", &facts->checksum) &&
                take_hash(object, "inputs_xxh3", &facts->inputs_digest) && json_is_array(gaps);
    facts->model = strdup(tenor_json_string(object, "model").data);
    facts->settings = strdup(tenor_json_string(object, "settings").data);
    facts->places = tenor_new_array(json_array_size(gaps), sizeof *facts->places);
    if (facts->model == NULL || facts->settings == NULL || facts->places == NULL) {
        return tenor_fail_memory(err);
    }
    return good && take_places(gaps, facts);
}

static int open_if_there(FILE **file, const char *path, tenor_error *err) {
    *file = fopen(path, "re");
    if (*file != NULL || errno == ENOENT) {
        return TENOR_OK;
    }
    int code = tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno));
    tenor_error_at(err, path, 0);
    return code;
}

/* Whether the file holds just the bytes and lines that facts tell: 1, 0, or TENOR_IO. */
static int check_records(FILE *file, const tenor_shard_facts *facts, tenor_error *err) {
    XXH3_state_t *state = XXH3_createState();
    unsigned char *bytes = tenor_new_array(READ_BYTES, 1);
    uint64_t size = 0, lines = 0;
    size_t got = 0;
    int code = state == NULL || bytes == NULL ? tenor_fail_memory(err) : TENOR_OK;
    if (code == TENOR_OK) {
        XXH3_64bits_reset(state);
        while ((got = fread(bytes, 1, READ_BYTES, file)) > 0) {
            XXH3_64bits_update(state, bytes, got);
            size += got;
            for (const unsigned char *at = bytes;
                 (at = memchr(at, '\n', (size_t)(bytes + got - at))) != NULL; at++) {
                lines++;
            }
        }
        code = ferror(file) != 0 ? tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno))
                                 : size == facts->bytes && lines == facts->records &&
                                       XXH3_64bits_digest(state) == facts->checksum;
    }
    free(bytes);
    XXH3_freeState(state);
    return code;
}

int tenor_shard_look(const char *folder, size_t index, size_t count, tenor_shard_state *state,
                     tenor_shard_facts *out, tenor_error *err) {
    tenor_shard_facts facts = {0};
    tenor_buffer path = TENOR_BUFFER_INIT;
    FILE *side = NULL, *records = NULL;
    json_t *object = NULL;
    tenor_shard_path(&path, folder, index, count, "json");
    int code = path.failed ? tenor_fail_memory(err) : open_if_there(&side, path.data, err);
    if (code == TENOR_OK) {
        tenor_shard_path(&path, folder, index, count, "jsonl");
        code = open_if_there(&records, path.data, err);
    }
    if (code != TENOR_OK) {
        goto done;
    }
    *state = TENOR_SHARD_MISSING;
    if (side == NULL || records == NULL) {
        goto done;
    }
    object = json_loadf(side, 0, NULL);
    int good = read_facts(object, &facts, err);
    if (good == 1) {
        good = check_records(records, &facts, err);
        tenor_error_at(good < 0 ? err : NULL, path.data, 0);
    }
    code = good < 0 ? good : TENOR_OK;
    *state = good == 1 ? TENOR_SHARD_COMPLETE : TENOR_SHARD_DAMAGED;
    if (good == 1) {
        *out = facts;
        facts = (tenor_shard_facts){0};
    }
done:
    tenor_shard_facts_free(&facts);
    json_decref(object);
    if (side != NULL) {
        fclose(side);
    }
    if (records != NULL) {
        fclose(records);
    }
    tenor_buffer_free(&path);
    return code;
}

/* ---- the folder ---- */

int tenor_shard_count(const char *folder, size_t *count, tenor_error *err) {
    DIR *open = opendir(folder);
    if (open == NULL) {
        int code = tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno));
        tenor_error_at(err, folder, 0);
        return code;
    }
    size_t found = 0;
    int code = TENOR_OK;
    for (struct dirent *entry; code == TENOR_OK && (entry = readdir(open)) != NULL;) {
        size_t index, of;
        int end = 0;
        if (sscanf(entry->d_name, "shard-%zu-of-%zu.jsonl%n", &index, &of, &end) != 2 || end == 0 ||
            entry->d_name[end] != '\0' || of == 0) {
            continue;
        }
        if (found != 0 && found != of) {
            code = tenor_fail(err, TENOR_DATA, "has shards of %zu and of %zu: name one with --of",
                              found < of ? found : of, found < of ? of : found);
            tenor_error_at(err, folder, 0);
        }
        found = of;
    }
    closedir(open);
    if (code == TENOR_OK) {
        *count = found;
    }
    return code;
}
