/* json_read.h: what articles as JSON have in common, be they to be labelled or annotated. */
#ifndef TENOR_JSON_READ_H
#define TENOR_JSON_READ_H

#include <jansson.h>

#include "tenor_features.h"

#define TENOR_JSON_NUMBER_SIZE 24 /* a whole number's digits, sign and NUL */

/* The field's string, borrowed from object; "" if it is missing or no string. */
tenor_view tenor_json_string(const json_t *object, const char *name);

/* The field as an id: a string, or a whole number, whose digits are put into room. "" if it is
 * neither. */
tenor_view tenor_json_id(const json_t *object, const char *name, char room[TENOR_JSON_NUMBER_SIZE]);

#endif
