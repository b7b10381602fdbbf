/* earlier.c: an output file is its own journal: what is in it as complete lines has been done. No
 * side file that could be lost or disagree. Every line is parsed, for after a loss of power a hole
 * may stand before lines that look right.
 *
 * The index holds a hash of the id and the line's offset, nothing else; who asks gets the line read
 * again from the file and its id compared. Of equal ids the last record counts. */
#include "earlier.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

typedef struct entry {
    uint64_t hash;
    uint64_t place; /* offset of the line plus 1; 0: free */
} entry;

struct tenor_earlier {
    FILE *file; /* NULL: was not there and nobody has written yet */
    char *path;
    uint64_t count, size;
    uint64_t given; /* by tenor_earlier_next */
    char *line;
    size_t line_capacity;
    bool indexed;
    entry *entries; /* [capacity], a power of two; open addressing */
    size_t capacity, used;
    pthread_rwlock_t lock; /* over file, size and entries, once threads run */
};

/* FNV-1a, then mixed so that the low bits depend on all. */
static uint64_t hash_of(tenor_view id) {
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < id.size; i++) {
        hash = (hash ^ (unsigned char)id.data[i]) * 0x100000001b3U;
    }
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 29);
}

/* Reads the line at offset `place` into line; false if it cannot be read. */
static bool read_line(const tenor_earlier *earlier, uint64_t place, tenor_buffer *line) {
    const size_t chunk = 4096;
    tenor_buffer_clear(line);
    for (;;) {
        char *room = tenor_buffer_reserve(line, chunk);
        ssize_t got = room == NULL
                          ? -1
                          : pread(fileno(earlier->file), room, chunk, (off_t)(place + line->size));
        if (got <= 0) {
            return false;
        }
        char *newline = memchr(room, '\n', (size_t)got);
        line->size += newline != NULL ? (size_t)(newline - room) + 1 : (size_t)got;
        line->data[line->size] = '\0';
        if (newline != NULL) {
            return true;
        }
    }
}

/* Whether the record at `place` has this id. */
static bool is_record_of(const tenor_earlier *earlier, uint64_t place, tenor_view id,
                         tenor_buffer *line) {
    tenor_record_facts facts;
    return read_line(earlier, place, line) &&
           tenor_record_parse((tenor_view){line->data, line->size - 1}, &facts) &&
           facts.id.size == id.size && memcmp(facts.id.data, id.data, id.size) == 0;
}

static bool grow_index(tenor_earlier *earlier) {
    size_t capacity = earlier->capacity > 0 ? earlier->capacity * 2 : 1024;
    entry *entries = tenor_new_array(capacity, sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    for (size_t i = 0; i < earlier->capacity; i++) {
        if (earlier->entries[i].place != 0) {
            size_t at = earlier->entries[i].hash & (capacity - 1);
            while (entries[at].place != 0) {
                at = (at + 1) & (capacity - 1);
            }
            entries[at] = earlier->entries[i];
        }
    }
    free(earlier->entries);
    earlier->entries = entries;
    earlier->capacity = capacity;
    return true;
}

/* Puts the line at offset `place` into the index. Records of one id stay in the order of the file
 * along the probe, and the search takes the last: an entry is never moved over another. */
static int index_line(tenor_earlier *earlier, tenor_view id, uint64_t place, tenor_error *err) {
    if (earlier->used * 3 >= earlier->capacity * 2 && !grow_index(earlier)) {
        return tenor_fail_memory(err);
    }
    uint64_t hash = hash_of(id);
    size_t at = hash & (earlier->capacity - 1);
    while (earlier->entries[at].place != 0) {
        at = (at + 1) & (earlier->capacity - 1);
    }
    earlier->entries[at] = (entry){hash, place + 1};
    earlier->used++;
    return TENOR_OK;
}

static int scan(tenor_earlier *earlier, tenor_error *err) {
    for (;;) {
        ssize_t size = getline(&earlier->line, &earlier->line_capacity, earlier->file);
        if (size < 0 && ferror(earlier->file)) {
            return tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno));
        }
        tenor_record_facts facts;
        if (size < 1 || earlier->line[size - 1] != '\n' ||
            !tenor_record_parse((tenor_view){earlier->line, (size_t)size - 1}, &facts)) {
            break;
        }
        int code = earlier->indexed ? index_line(earlier, facts.id, earlier->size, err) : TENOR_OK;
        if (code != TENOR_OK) {
            return code;
        }
        earlier->count++;
        earlier->size += (uint64_t)size;
    }
    rewind(earlier->file);
    return TENOR_OK;
}

int tenor_earlier_open(tenor_earlier **out, const char *path, bool indexed, tenor_error *err) {
    tenor_earlier *earlier = tenor_new_array(1, sizeof *earlier);
    if (earlier == NULL) {
        return tenor_fail_memory(err);
    }
    pthread_rwlock_init(&earlier->lock, NULL);
    earlier->indexed = indexed;
    earlier->path = strdup(path);
    earlier->file = fopen(path, "re");
    int code = TENOR_OK;
    if (earlier->path == NULL) {
        code = tenor_fail_memory(err);
    } else if (earlier->file != NULL) {
        code = scan(earlier, err);
    } else if (errno != ENOENT) {
        code = tenor_fail(err, TENOR_IO, "cannot read: %s", strerror(errno));
    }
    if (code != TENOR_OK) {
        tenor_error_at(err, path, 0);
        tenor_earlier_free(earlier);
        return code;
    }
    *out = earlier;
    return TENOR_OK;
}

void tenor_earlier_free(tenor_earlier *earlier) {
    if (earlier == NULL) {
        return;
    }
    if (earlier->file != NULL) {
        fclose(earlier->file);
    }
    pthread_rwlock_destroy(&earlier->lock);
    free(earlier->path);
    free(earlier->line);
    free(earlier->entries);
    free(earlier);
}

uint64_t tenor_earlier_count(const tenor_earlier *earlier) {
    return earlier->count;
}

uint64_t tenor_earlier_size(const tenor_earlier *earlier) {
    return earlier->size;
}

int tenor_earlier_next(tenor_earlier *earlier, tenor_buffer *line, tenor_error *err) {
    tenor_buffer_clear(line);
    if (earlier->given == earlier->count) {
        return 0;
    }
    ssize_t size = getline(&earlier->line, &earlier->line_capacity, earlier->file);
    if (size < 1) {
        return tenor_fail(err, TENOR_IO, "%s: cannot read its records again", earlier->path);
    }
    earlier->given++;
    tenor_buffer_add(line, earlier->line, (size_t)size);
    return line->failed ? tenor_fail_memory(err) : 1;
}

static int find(const tenor_earlier *earlier, tenor_view id, tenor_buffer *line, tenor_error *err) {
    uint64_t hash = hash_of(id), last = 0;
    size_t at = hash & (earlier->capacity - 1);
    tenor_buffer_clear(line);
    for (; earlier->capacity > 0 && earlier->entries[at].place != 0;
         at = (at + 1) & (earlier->capacity - 1)) {
        const entry *candidate = &earlier->entries[at];
        if (candidate->hash == hash && candidate->place > last &&
            is_record_of(earlier, candidate->place - 1, id, line)) {
            last = candidate->place;
        }
    }
    if (last > 0 && !is_record_of(earlier, last - 1, id, line)) {
        last = 0;
    }
    return line->failed ? tenor_fail_memory(err) : last > 0;
}

int tenor_earlier_find(tenor_earlier *earlier, tenor_view id, tenor_buffer *line,
                       tenor_error *err) {
    pthread_rwlock_rdlock(&earlier->lock);
    int found = find(earlier, id, line, err);
    pthread_rwlock_unlock(&earlier->lock);
    return found;
}

int tenor_earlier_add(tenor_earlier *earlier, tenor_view line, tenor_error *err) {
    tenor_record_facts facts;
    int code = TENOR_OK;
    pthread_rwlock_wrlock(&earlier->lock);
    if (earlier->file == NULL) {
        earlier->file = fopen(earlier->path, "re");
    }
    if (earlier->file == NULL) {
        code = tenor_fail(err, TENOR_IO, "cannot read %s: %s", earlier->path, strerror(errno));
    } else if (tenor_record_parse((tenor_view){line.data, line.size - 1}, &facts)) {
        code = index_line(earlier, facts.id, earlier->size, err);
        earlier->count++;
    }
    earlier->size += line.size;
    pthread_rwlock_unlock(&earlier->lock);
    return code;
}
