/* completion.c: completions of verbs, options and the choices that an option takes; files
 * everywhere else. */
#include <string.h>

#include "manual.h"

/* Whether an option takes a value of its own word. */
static bool takes_value(const option_spec *spec) {
    return spec->kind != OPTION_FLAG && spec->kind != OPTION_MAYBE;
}

/* Prints text with `from` replaced by `by` (quotes of shells). */
static void print_replaced(const char *text, char from, const char *by, FILE *to) {
    for (; *text != '\0'; text++) {
        if (*text == from) {
            fputs(by, to);
        } else {
            fputc(*text, to);
        }
    }
}

/* "one|two" as words with a separator in between. */
static void print_choices(const option_spec *spec, char separator, FILE *to) {
    for (const char *at = spec->value; *at != '\0'; at++) {
        fputc(*at == '|' ? separator : *at, to);
    }
}

/* ---- bash ---- */

static void print_bash_verb(const verb *of, FILE *to) {
    const option_spec *spec;
    fprintf(to, "    %s)\n        case \"$previous\" in\n", of->name);
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        if (spec->kind == OPTION_CHOICE) {
            fprintf(to, "        --%s) COMPREPLY=($(compgen -W \"", spec->name);
            print_choices(spec, ' ', to);
            fputs("\" -- \"$current\")); return ;;\n", to);
        }
    }
    fputs("        esac\n        options=\"", to);
    for (size_t i = 0; (spec = options_at(of, i)) != NULL; i++) {
        fprintf(to, "%s--%s", i > 0 ? " " : "", spec->name);
    }
    fputs("\" ;;\n", to);
}

static void print_bash(const verb *const *verbs, size_t count, FILE *to) {
    fputs("# bash completion for tenor, made by tenor help --completion bash\n"
          "_tenor() {\n    local current=${COMP_WORDS[COMP_CWORD]} "
          "previous=${COMP_WORDS[COMP_CWORD-1]} options=\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s ", verbs[i]->name);
    }
    fputs("help --help --version\" -- \"$current\"))\n        return\n    fi\n    case "
          "\"${COMP_WORDS[1]}\" in\n",
          to);
    for (size_t i = 0; i < count; i++) {
        print_bash_verb(verbs[i], to);
    }
    fputs("    esac\n    if [[ $current == -* ]]; then\n        COMPREPLY=($(compgen -W "
          "\"$options\" -- \"$current\"))\n"
          "    else\n        COMPREPLY=($(compgen -f -- \"$current\"))\n    fi\n}\n"
          "complete -o filenames -F _tenor tenor\n",
          to);
}

/* ---- zsh ---- */

static void print_zsh_help(const char *text, FILE *to) {
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            fputs("'\\''", to);
        } else if (strchr("[]:\\", *text) != NULL) {
            fprintf(to, "\\%c", *text);
        } else {
            fputc(*text, to);
        }
    }
}

static void print_zsh_option(const option_spec *spec, FILE *to) {
    const char *equals = spec->kind == OPTION_MAYBE ? "=-" : "";
    const char *many = spec->kind == OPTION_LIST ? "*" : "";
    if (spec->letter != 0 && spec->kind != OPTION_MAYBE && spec->kind != OPTION_LIST) {
        fprintf(to, "        '(-%c --%s)'{-%c,--%s}'[", spec->letter, spec->name, spec->letter,
                spec->name);
    } else {
        fprintf(to, "        '%s--%s%s[", many, spec->name, equals);
    }
    print_zsh_help(spec->help, to);
    fputs("]", to);
    if (spec->kind == OPTION_CHOICE) {
        fputs(":value:(", to);
        print_choices(spec, ' ', to);
        fputs(")", to);
    } else if (spec->kind == OPTION_MAYBE) {
        fputs("::number:", to);
    } else if (takes_value(spec)) {
        fputs(spec->kind == OPTION_NUMBER || spec->kind == OPTION_REAL ? ":number:"
                                                                       : ":value:_files",
              to);
    }
    fputs("' \\\n", to);
}

static void print_zsh(const verb *const *verbs, size_t count, FILE *to) {
    const option_spec *spec;
    fputs("#compdef tenor\n# zsh completion for tenor, made by tenor help --completion zsh\n"
          "local -a verbs\nverbs=(\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "    '%s:", verbs[i]->name);
        print_zsh_help(verbs[i]->summary, to);
        fputs("'\n", to);
    }
    fputs(")\nif (( CURRENT == 2 )); then\n    _describe verb verbs\n    return\nfi\n"
          "local verb=$words[2]\nshift words\n(( CURRENT-- ))\ncase $verb in\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s)\n    _arguments -s \\\n", verbs[i]->name);
        for (size_t k = 0; (spec = options_at(verbs[i], k)) != NULL; k++) {
            print_zsh_option(spec, to);
        }
        fputs("        '*:file:_files' ;;\n", to);
    }
    fputs("esac\n", to);
}

/* ---- fish ---- */

static void print_fish_option(const verb *of, const option_spec *spec, FILE *to) {
    fprintf(to, "complete -c tenor -n '__fish_seen_subcommand_from %s' -l %s", of->name,
            spec->name);
    if (spec->letter != 0) {
        fprintf(to, " -s %c", spec->letter);
    }
    if (spec->kind == OPTION_CHOICE) {
        fputs(" -x -a '", to);
        print_choices(spec, ' ', to);
        fputs("'", to);
    } else if (takes_value(spec)) {
        fputs(" -r", to);
    }
    fputs(" -d '", to);
    print_replaced(spec->help, '\'', "\\'", to);
    fputs("'\n", to);
}

static void print_fish(const verb *const *verbs, size_t count, FILE *to) {
    const option_spec *spec;
    fputs("# fish completion for tenor, made by tenor help --completion fish\n", to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "complete -c tenor -n __fish_use_subcommand -f -a %s -d '", verbs[i]->name);
        print_replaced(verbs[i]->summary, '\'', "\\'", to);
        fputs("'\n", to);
        for (size_t k = 0; (spec = options_at(verbs[i], k)) != NULL; k++) {
            print_fish_option(verbs[i], spec, to);
        }
    }
}

bool completion_print(const verb *const *verbs, size_t count, const char *shell, FILE *to) {
    static const struct {
        const char *name;
        void (*print)(const verb *const *, size_t, FILE *);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].print(verbs, count, to);
            return true;
        }
    }
    return false;
}
