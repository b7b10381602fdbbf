/* json_read.c: strings with their sizes, since a NUL in JSON's \u0000 is a character like others.
 */
#include "json_read.h"

#include <inttypes.h>
#include <stdio.h>

tenor_view tenor_json_string(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (tenor_view){json_string_value(value), json_string_length(value)}
                                 : (tenor_view){"", 0};
}

tenor_view tenor_json_id(const json_t *object, const char *name,
                         char room[TENOR_JSON_NUMBER_SIZE]) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value)) {
        return tenor_json_string(object, name);
    }
    int size =
        snprintf(room, TENOR_JSON_NUMBER_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return (tenor_view){room, (size_t)size};
}
