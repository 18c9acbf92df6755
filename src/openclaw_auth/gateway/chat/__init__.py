"""Chat: a session's message goes to a model through the broker, in whichever dialect it speaks.

`talk.Talk` is the door. It works inside a gateway and, with `local.LocalKit`, in a command.
"""
