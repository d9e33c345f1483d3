"""What /help tells in the chat."""

from __future__ import annotations

from batos_client.handwork import HELP

__all__ = ["HELP_TEXT"]

HELP_TEXT = f"""\
Type what you want; a sentence that asks for a method becomes a mission, such as
  write a method that reverses a text; e.g. 'abc' gives 'cba'
Commands:
  /ask --drop-example N TEXT    ask for a new version, without an old example
  /send OBJECT SELECTOR ARGS…   send a message (arguments are JSON, else text);
                                /send --learn … learns what is missing in any case
  /show ADDRESS                 show an object, a method or a cycle
  /objects                      list the objects
  /to OBJECT                    let another object learn
  /approvals                    list what waits for your word
  /approve [ID]                 install it, and send the message that waited
  /refuse [ID] [REASON…]        do not install it
  /questions                    list what you are asked
  /answer [ID] NUMBER           answer it; or /answer [ID] value JSON, /answer [ID] unknown
  /confirm OBJECT.SELECTOR      say that a tentative method is right
{HELP}
  /make TEXT                    make an object from a description
  /new /clone /set /get /unset /rename /delete /parents /move /tree /undo /redo /history …
                                what 'batos' itself can do, as it is typed there
  /help, /exit
Ctrl-C stops an answer; Ctrl-D leaves."""
