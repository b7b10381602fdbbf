"""Labels a text through the shared library: label_text.py MODEL TEXT. TENOR_LIBRARY may name libtenor.so.0."""
import ctypes as c
import json
import os
import sys


class View(c.Structure):
    _fields_ = [("data", c.c_char_p), ("size", c.c_size_t)]


class Labelled(c.Structure):
    _fields_ = [("line", View), ("outcome", c.c_int)]


class Error(c.Structure):
    _fields_ = [("code", c.c_int), ("line", c.c_long), ("source", c.c_char * 256), ("text", c.c_char * 512)]


tenor = c.CDLL(os.environ.get("TENOR_LIBRARY", "libtenor.so.0"))
error, model, labeller, answer = Error(), c.c_void_p(), c.c_void_p(), Labelled()
text = sys.argv[2].encode()
code = (tenor.tenor_model_open(c.byref(model), sys.argv[1].encode(), c.byref(error))
        or tenor.tenor_labeller_new(c.byref(labeller), model, None, c.byref(error))
        or tenor.tenor_label_bytes(labeller, b"example", View(text, len(text)), c.byref(answer), c.byref(error)))
if code:
    sys.exit(error.text.decode())
print(json.dumps(json.loads(c.string_at(answer.line.data, answer.line.size))["labels"]))
tenor.tenor_labeller_free(labeller)
tenor.tenor_model_close(model)
