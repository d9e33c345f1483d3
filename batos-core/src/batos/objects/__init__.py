"""What lives in the image: prototype objects, methods and the messages between them."""

from batos.objects.bound import BoundMessage, space_of
from batos.objects.cloning import deep_clone
from batos.objects.delegation import Resolution, ancestors, resolve
from batos.objects.example import UNSET, Example, call_line, example_line, value_line
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method, source_digest
from batos.objects.names import KERNEL_NAMES, OFFERED_NAMES, check_slot_name, is_slot_name
from batos.objects.plain import ensure_plain, is_plain
from batos.objects.sameness import alike, fulfils, same
from batos.objects.space import Epoch, Space
from batos.objects.uvm import (
    UvmObject,
    address_of,
    clone,
    copied,
    install_method,
    lookup,
    methods_of,
    name_of,
    own_slots,
    remove_slot,
    restore_method,
    set_name,
    set_parents,
    slots_of,
)

__all__ = [
    "KERNEL_NAMES",
    "OFFERED_NAMES",
    "UNSET",
    "BoundMessage",
    "Epoch",
    "Example",
    "MessageNotUnderstood",
    "Method",
    "Resolution",
    "Space",
    "UvmObject",
    "address_of",
    "alike",
    "ancestors",
    "call_line",
    "check_slot_name",
    "clone",
    "copied",
    "deep_clone",
    "ensure_plain",
    "example_line",
    "fulfils",
    "install_method",
    "is_plain",
    "is_slot_name",
    "lookup",
    "methods_of",
    "name_of",
    "own_slots",
    "remove_slot",
    "resolve",
    "restore_method",
    "same",
    "set_name",
    "set_parents",
    "slots_of",
    "source_digest",
    "space_of",
    "value_line",
]
