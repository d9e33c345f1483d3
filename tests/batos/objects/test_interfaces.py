"""The classes keep what the interfaces promise."""

from __future__ import annotations

from collections.abc import Callable

from zope.interface.verify import verifyClass, verifyObject

from batos.image import Session
from batos.objects import Epoch, Method, UvmObject
from batos.objects.interfaces import IEpoch, IMethod, IUvmObject


def test_classes_are_verified_against_their_interfaces() -> None:
    for interface, kind in ((IUvmObject, UvmObject), (IMethod, Method), (IEpoch, Epoch)):
        assert verifyClass(interface, kind)


def test_instances_are_verified_in_and_out_of_an_image(
    session: Session, learned: Callable[[str], Method]
) -> None:
    assert verifyObject(IUvmObject, UvmObject())
    assert verifyObject(IMethod, learned("def one(self):\n    return 1\n"))
    session.change(lambda root: root.add("pebble", UvmObject()) and None, note="pebble")
    with session.read() as root:
        assert verifyObject(IUvmObject, root.find("pebble"))
        assert verifyObject(IEpoch, root.epoch)
