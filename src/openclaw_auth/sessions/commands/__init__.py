"""Slash commands of a chat: what a message asks for, and what is answered. Pure.

`handle` takes a message and a `Desk` (what the commands look at) and returns a `Reply`: lines as
reasons, effects as data, and what of the message goes on to the model.
"""
