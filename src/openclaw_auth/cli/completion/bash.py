"""Completion for bash, 3.2 (macOS) and later, without the bash-completion package. Pure."""

from __future__ import annotations

from shlex import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.cli.completion.tree import Node

_HEAD = """\
# bash completion for openclaw; load it with: source <(openclaw completion bash)
"""
_TAIL = r"""
_openclaw() {
  local line cur prev at='' known='' word kind i before
  local -a words=()
  COMPREPLY=()
  line=${COMP_LINE:0:COMP_POINT}
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=('') ;; esac
  cur=${words[${#words[@]} - 1]}
  prev=''
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    word=${words[i]}
    if [ -n "$prev" ]; then
      prev=''
      continue
    fi
    case $word in
      -*=*) ;;
      -*)
        kind=$(_openclaw_value "$at" "$word")
        [ -n "$kind" ] || kind=$(_openclaw_value '' "$word")
        [ -z "$kind" ] || prev=$word
        ;;
      *)
        known=$(_openclaw_words "$at")
        case " $known " in *" $word "*) at="${at:+$at }$word" ;; esac
        ;;
    esac
  done
  case $cur in
    --*=*)
      prev=${cur%%=*}
      cur=${cur#*=}
      ;;
  esac
  if [ -n "$prev" ]; then
    kind=$(_openclaw_value "$at" "$prev")
    [ -n "$kind" ] || kind=$(_openclaw_value '' "$prev")
    _openclaw_offer "${words[0]}" "$kind" "$cur"
  else
    case $cur in
      -*) _openclaw_take "$(_openclaw_options "$at")" "$cur" ;;
      *)
        _openclaw_take "$(_openclaw_words "$at")" "$cur"
        _openclaw_offer "${words[0]}" "$(_openclaw_value "$at" '')" "$cur"
        ;;
    esac
  fi
  # Readline breaks words at colons: what stands before the last one is there already.
  case $COMP_WORDBREAKS in
    *:*)
      before=${cur%"${cur##*:}"}
      for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        COMPREPLY[i]=${COMPREPLY[i]#"$before"}
      done
      ;;
  esac
}

_openclaw_offer() {
  case $2 in
    '' | -) ;;
    files | folders)
      local found flag=-f
      [ "$2" = files ] || flag=-d
      while IFS= read -r found; do
        COMPREPLY+=("$found")
      done < <(compgen "$flag" -- "$3")
      compopt -o filenames 2>/dev/null || true
      ;;
    agents | models | names | profiles | providers | sessions)
      _openclaw_take "$("$1" __complete "$2" "$3" 2>/dev/null)" "$3"
      ;;
    *) _openclaw_take "$2" "$3" ;;
  esac
}

_openclaw_take() {
  local found
  while IFS= read -r found; do
    case $found in "$2"*) COMPREPLY+=("$found") ;; esac
  done < <(printf '%s\n' "$1" | tr -s ' ' '\n')
}

complete -F _openclaw openclaw openclaw-auth
"""


def script(tree: Sequence[Node]) -> str:
    """Return what bash is to source."""
    words = [(node.words, " ".join(node.below)) for node in tree if node.below]
    options = [(n.words, " ".join(o.name for o in n.options)) for n in tree if n.options]
    values = [
        (f"{node.words} {option.name}".strip(), option.value)
        for node in tree
        for option in node.options
        if option.value
    ]
    values += [(f"{node.words} ", node.argument) for node in tree if node.argument]
    return "".join(
        [
            _HEAD,
            _function("_openclaw_words", '"$1"', words),
            _function("_openclaw_options", '"$1"', options),
            _function("_openclaw_value", '"${1:+$1 }$2"', values),
            _TAIL,
        ]
    )


def _function(name: str, subject: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a function that prints a text by its argument; equal texts share a line."""
    by_text: dict[str, list[str]] = {}
    for key, text in rows:
        by_text.setdefault(text, []).append(quote(key))
    lines = [f"    {' | '.join(keys)}) echo {quote(text)} ;;\n" for text, keys in by_text.items()]
    return f"\n{name}() {{\n  case {subject} in\n{''.join(lines)}  esac\n}}\n"
