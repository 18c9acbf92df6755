"""Completion for fish, with what each word is for. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.cli.completion.tree import Node

_HEAD = """\
# fish completion for openclaw; load it with: openclaw completion fish | source
"""
_TAIL = r"""
function __openclaw_complete
    set -l words (commandline -opc)
    set -l cur (commandline -ct)
    set -l at ''
    set -l prev ''
    for word in $words[2..-1]
        if test -n "$prev"
            set prev ''
            continue
        end
        switch $word
            case '-*=*'
            case '-*'
                set -l kind (__openclaw_value "$at $word")
                test -n "$kind"; or set kind (__openclaw_value " $word")
                test -n "$kind"; and set prev $word
            case '*'
                if contains -- $word (__openclaw_words "$at" | string replace -r '\t.*' '')
                    set at (string trim "$at $word")
                end
        end
    end
    if string match -q -- '--*=*' $cur
        set prev (string replace -r '=.*' '' -- $cur)
        set -l value (string replace -r '^[^=]*=' '' -- $cur)
        __openclaw_offer $words[1] (__openclaw_kind "$at" $prev) "$value" | string replace -r -- '^' "$prev="
        return
    end
    if test -n "$prev"
        __openclaw_offer $words[1] (__openclaw_kind "$at" $prev) "$cur"
    else if string match -q -- '-*' $cur
        __openclaw_options "$at"
    else
        __openclaw_words "$at"
        set -l kind (__openclaw_value "$at ")
        __openclaw_offer $words[1] "$kind" "$cur"
    end
end

function __openclaw_kind
    set -l kind (__openclaw_value "$argv[1] $argv[2]")
    test -n "$kind"; or set kind (__openclaw_value " $argv[2]")
    echo -- "$kind"
end

function __openclaw_offer
    switch "$argv[2]"
        case '' -
        case files
            __fish_complete_path "$argv[3]"
        case folders
            __fish_complete_directories "$argv[3]"
        case agents models names profiles providers sessions
            $argv[1] __complete $argv[2] "$argv[3]" 2>/dev/null
        case '*'
            string split ' ' -- $argv[2]
    end
end

for program in openclaw openclaw-auth
    complete -c $program -f -a '(__openclaw_complete)'
end
"""


def script(tree: Sequence[Node]) -> str:
    """Return what fish is to source."""
    words = [(n.words, n.below.items()) for n in tree if n.below]
    options = [(n.words, [(o.name, o.help) for o in n.options]) for n in tree if n.options]
    values = [(f"{n.words} {o.name}", [(o.value, "")]) for n in tree for o in n.options if o.value]
    values += [(f"{n.words} ", [(n.argument, "")]) for n in tree if n.argument]
    return "".join(
        [
            _HEAD,
            _function("__openclaw_words", words),
            _function("__openclaw_options", options),
            _function("__openclaw_value", values),
            _TAIL,
        ]
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _function(name: str, rows: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    lines = []
    for key, pairs in rows:
        shown = " ".join(_quoted(f"{word}\t{text}" if text else word) for word, text in pairs)
        lines.append(f"        case {_quoted(key)}\n            printf '%s\\n' {shown}\n")
    return f'\nfunction {name}\n    switch "$argv[1]"\n{"".join(lines)}    end\nend\n'
