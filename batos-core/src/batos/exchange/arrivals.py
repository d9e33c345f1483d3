"""Objects into an image: a graph is built, looked at and thrown away before one is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ZODB.blob import Blob

from batos.counting import counted
from batos.errors import BatosError, TravelError, UsageError
from batos.exchange.graphs import MOST_OBJECTS
from batos.exchange.importing import read_skills
from batos.exchange.installing import install_newcomer
from batos.exchange.objectfile import ObjectFile, read_object, references
from batos.exchange.parcel import Parcel
from batos.exchange.proving import Newcomer, Prover
from batos.exchange.refusal import refused
from batos.exchange.reports import CONFLICT, REFUSED, ImportOptions, ImportReport
from batos.exchange.skillfile import SkillFile
from batos.exchange.taking import Plan, objection_of, take_in
from batos.exchange.toml_values import NotPlainError, from_toml
from batos.image import Root, Session
from batos.objects import UvmObject, ancestors, is_slot_name, set_parents
from batos.stewardship.approval.policy import closed_reason

__all__ = ["import_objects"]


@dataclass(frozen=True)
class _Shipment:
    """A parcel of objects as it was read.

    Attributes:
        objects: The objects by id, named as they will be.
        skills: Their methods.
        files: The files of the parcel, for the blobs.
        renames: New names by the names in the parcel.
    """

    objects: Mapping[str, ObjectFile]
    skills: tuple[SkillFile, ...]
    files: Mapping[str, bytes]
    renames: Mapping[str, str]

    def sent_as(self, name: str) -> str:
        """Return the name in the parcel of an object that is to be called so."""
        return next((old for old, new in self.renames.items() if new == name), name)


def import_objects(
    session: Session,
    parcel: Parcel,
    options: ImportOptions,
    prover: Prover,
    renames: Mapping[str, str] | None = None,
    configured: str = "",
) -> ImportReport:
    """Take the objects of a parcel into an image: all of them, or none.

    Args:
        session: The image.
        parcel: The parcel.
        options: How it is taken; ``replace``, ``to`` and ``keep_going`` mean nothing here.
        prover: Judges methods.
        renames: New names by the names in the parcel.
        configured: The policy of approval in the configuration.

    Raises:
        TravelError: The parcel cannot be taken.
        UsageError: A new name is for an object that is not there, or cannot be one.
    """
    objection_of(parcel, "objects", options.signer)
    shipment = _read(parcel, renames or {})
    with session.read() as root:
        # What is built here is looked at and thrown away with the transaction.
        conflicts = _conflicts(root, shipment)
        newcomers = {} if conflicts else _newcomers(root, shipment, configured)
    plans = [Plan(each.name or each.id, each.path) for each in shipment.objects.values()]
    for number, ident in enumerate(shipment.objects):
        if ident in conflicts:
            plans[number] = plans[number].out(CONFLICT, conflicts[ident])
    for skill in shipment.skills:
        owner = shipment.objects[skill.receiver]
        address = f"{owner.name or owner.id}.{skill.selector}"
        plans.append(Plan(address, skill.path, newcomer=newcomers.get(skill.path)))
    return take_in(
        session,
        parcel,
        options,
        prover,
        plans,
        lambda root, coming, facts: _keep(root, shipment, coming, facts, options.user),
        note=lambda _: f"{counted(len(shipment.objects), 'object is', 'objects are')} imported",
        blocking=frozenset({REFUSED, CONFLICT}),
        left="a part of the parcel was refused",
    )


def _read(parcel: Parcel, renames: Mapping[str, str]) -> _Shipment:
    """Return a parcel's objects with their new names, every reference within it checked."""
    found: dict[str, ObjectFile] = {}
    for path, data in parcel.files.items():
        if path.startswith("objects/"):
            given = read_object(data, path)
            found[given.id] = given
    if not found:
        raise TravelError("The parcel holds no object.")
    if len(found) > MOST_OBJECTS:
        raise TravelError(f"The parcel has {len(found)} objects; at most {MOST_OBJECTS} are taken.")
    for given in found.values():
        for reference in (*given.parents, *references(given.slots, given.path)):
            if reference["$"] == "blob" and reference["file"] not in parcel.files:
                raise refused(given.path, f"it refers to {reference['file']}, which is not there")
            if "id" in reference and reference["id"] not in found:
                raise refused(given.path, f"it refers to {reference['id']!r}, which is not there")
        if any(parent["$"] != "object" for parent in given.parents):
            raise refused(given.path, "one of its parents is no object")
    skills = tuple(read_skills(parcel))
    for skill in skills:
        if skill.receiver not in found:
            raise refused(skill.path, f"it is for {skill.receiver!r}, which is not in the parcel")
        if skill.selector in found[skill.receiver].slots:
            raise refused(skill.path, f"{skill.receiver!r} has a value under its name")
    return _Shipment(_renamed(found, renames), skills, parcel.files, renames)


def _renamed(found: Mapping[str, ObjectFile], renames: Mapping[str, str]) -> dict[str, ObjectFile]:
    names = {given.name for given in found.values() if given.name}
    for old, new in renames.items():
        if old not in names:
            raise UsageError(f"The parcel has no object named {old!r}.", hint=_known(names))
        if not is_slot_name(new):
            raise UsageError(f"{new[:60]!r} cannot name an object.")
    renamed = {
        ident: replace(given, name=renames.get(given.name, given.name))
        for ident, given in found.items()
    }
    taken: dict[str, str] = {}
    for given in renamed.values():
        if given.name and taken.setdefault(given.name, given.path) != given.path:
            raise refused(given.path, f"it is named {given.name!r}, as {taken[given.name]} is")
    return renamed


def _known(names: set[str]) -> str:
    return f"It has {', '.join(sorted(names)[:20])}."


def _conflicts(root: Root, shipment: _Shipment) -> dict[str, str]:
    """Return why objects cannot come in under their names, by id."""
    return {
        given.id: "There is an object of that name; take it as another: --as "
        f"{shipment.sent_as(given.name)}=NAME."
        for given in shipment.objects.values()
        if given.name and given.name in root.objects
    }


def _newcomers(root: Root, shipment: _Shipment, configured: str) -> dict[str, Newcomer]:
    """Return the methods of a graph with what surrounds them in it, by file.

    Raises:
        TravelError: An object that one of them delegates to allows no new methods.
    """
    built = _built(root, shipment, with_blobs=False)
    ids = {id(obj): f"parcel {ident}" for ident, obj in built.items()}

    def key(obj: UvmObject) -> str:
        return ids.get(id(obj)) or f"image @{int.from_bytes(obj._p_oid, 'big')}"

    found = {}
    for skill in shipment.skills:
        receiver = built[skill.receiver]
        for above in ancestors(receiver):
            # What the graph's own objects say of themselves is for later.
            if id(above) not in ids and (reason := closed_reason(root, above, configured)):
                raise refused(skill.path, reason.rstrip("."))
        found[skill.path] = Newcomer.of(skill, receiver, key)
    return found


def _keep(
    root: Root,
    shipment: _Shipment,
    plans: Sequence[Plan],
    facts: Mapping[str, Any],
    user: str,
) -> None:
    """Build a graph and its methods, in the running transaction."""
    for ident, reason in _conflicts(root, shipment).items():
        raise refused(shipment.objects[ident].path, reason.rstrip("."))
    root.rely_on(root.epoch)
    built = _built(root, shipment, with_blobs=True)
    judged = {plan.file: plan.judged for plan in plans}
    for skill in shipment.skills:
        try:
            install_newcomer(root, built[skill.receiver], skill, judged[skill.path], facts, user)
        except BatosError as problem:
            raise refused(skill.path, problem.message.rstrip(".")) from None


def _built(root: Root, shipment: _Shipment, *, with_blobs: bool) -> dict[str, UvmObject]:
    """Return the objects of a graph by id, made in the running transaction.

    Raises:
        TravelError: Something in a file cannot live in an image, or is not there.
    """
    built = {ident: UvmObject() for ident in shipment.objects}
    blobs: dict[str, Blob] = {}
    for ident, given in shipment.objects.items():
        if given.name:
            root.add(given.name, built[ident])
        else:
            root.connection.add(built[ident])

    def resolve(reference: Mapping[str, Any]) -> Any:
        if reference["$"] == "blob":
            path = str(reference["file"])
            if path not in blobs:
                blobs[path] = _blob(root, shipment.files[path] if with_blobs else b"")
            return blobs[path]
        if "id" in reference:
            return built[reference["id"]]
        outside = root.objects.get(reference["name"])
        if not isinstance(outside, UvmObject):
            raise NotPlainError(f"it refers to {reference['name']!r}, which is not in this image")
        return outside

    for ident, given in shipment.objects.items():
        try:
            set_parents(built[ident], [resolve(parent) for parent in given.parents])
        except (BatosError, NotPlainError) as problem:
            raise refused(given.path, f"its parents: {_told(problem)}") from None
    for ident, given in shipment.objects.items():
        for name, text in given.slots.items():
            try:
                setattr(built[ident], name, from_toml(text, resolve))
            except (BatosError, NotPlainError) as problem:
                raise refused(given.path, f"its slot {name!r}: {_told(problem)}") from None
    return built


def _told(problem: Exception) -> str:
    text = problem.message if isinstance(problem, BatosError) else str(problem)
    return text.rstrip(".")


def _blob(root: Root, data: bytes) -> Blob:
    """Return a blob of the image, written through to the disk."""
    blob = Blob()
    # Known to the image first: its draft is then made where the blobs are.
    root.connection.add(blob)
    if data:
        with blob.open("w") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # ZODB itself syncs no blob
    return blob
