"""Completion for zsh, with what each word is for. Pure."""

from __future__ import annotations

from shlex import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.cli.completion.tree import Node

_HEAD = """\
#compdef openclaw openclaw-auth
# zsh completion for openclaw; load it with: source <(openclaw completion zsh)
"""
_TAIL = r"""
_openclaw() {
  local at='' cur prev='' word i
  local -a reply
  local REPLY=''
  cur=$words[CURRENT]
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $prev ]]; then
      prev=''
      continue
    fi
    case $word in
      (-*=*) ;;
      (-*)
        _openclaw_value "${at:+$at }$word"
        [[ -n $REPLY ]] || _openclaw_value "$word"
        [[ -z $REPLY ]] || prev=$word
        ;;
      (*)
        _openclaw_words "$at"
        (( ${reply[(I)$word(:*|)]} )) && at="${at:+$at }$word"
        ;;
    esac
  done
  if [[ $cur == --*=* ]]; then
    prev=${cur%%=*}
    compset -P '*='
    cur=${cur#*=}
  fi
  if [[ -n $prev ]]; then
    _openclaw_value "${at:+$at }$prev"
    [[ -n $REPLY ]] || _openclaw_value "$prev"
    _openclaw_offer "$REPLY" "$cur"
  elif [[ $cur == -* ]]; then
    _openclaw_options "$at"
    _describe -o option reply
  else
    _openclaw_words "$at"
    (( $#reply )) && _describe command reply
    _openclaw_value "$at "
    _openclaw_offer "$REPLY" "$cur"
  fi
}

_openclaw_offer() {
  local -a found
  case $1 in
    ('' | -) ;;
    (files) _files ;;
    (folders) _files -/ ;;
    (agents | models | names | profiles | providers | sessions)
      found=(${(f)"$($words[1] __complete $1 "$2" 2>/dev/null)"})
      compadd -a found
      ;;
    (*)
      found=(${=1})
      compadd -a found
      ;;
  esac
}

if [[ $funcstack[1] == _openclaw ]]; then
  _openclaw "$@"
elif (( $+functions[compdef] )); then
  compdef _openclaw openclaw openclaw-auth
else
  autoload -Uz compinit && compinit
  compdef _openclaw openclaw openclaw-auth
fi
"""


def script(tree: Sequence[Node]) -> str:
    """Return what zsh is to source, or to find in its `fpath` as `_openclaw`."""
    words = [(n.words, _array(n.below.items())) for n in tree if n.below]
    options = [(n.words, _array((o.name, o.help) for o in n.options)) for n in tree if n.options]
    values = [
        (f"{n.words} {o.name}".strip(), quote(o.value)) for n in tree for o in n.options if o.value
    ]
    values += [(f"{n.words} ", quote(n.argument)) for n in tree if n.argument]
    return "".join(
        [
            _HEAD,
            _function("_openclaw_words", "reply", "()", words),
            _function("_openclaw_options", "reply", "()", options),
            _function("_openclaw_value", "REPLY", "''", values),
            _TAIL,
        ]
    )


def _array(pairs: Iterable[tuple[str, str]]) -> str:
    return "(" + " ".join(quote(f"{name}:{text}" if text else name) for name, text in pairs) + ")"


def _function(name: str, variable: str, empty: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"    ({quote(key)}) {variable}={value} ;;\n" for key, value in rows]
    return f"\n{name}() {{\n  {variable}={empty}\n  case $1 in\n{''.join(lines)}  esac\n}}\n"
