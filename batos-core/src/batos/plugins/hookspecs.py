"""The hooks that a plugin may implement.

A plugin is a module named by an entry point in the group ``batos``. It implements any of the
functions below under the same name, marked with :data:`hookimpl`::

    [project.entry-points.batos]
    echo = "my_package.plugin"

Every hook but the observer returns contributions and is called once, when plugins are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Protocol

import pluggy

if TYPE_CHECKING:
    from batos.plugins.cycle_event import CycleEvent
    from batos.plugins.types import (
        BackendSpec,
        EmbedderSpec,
        GenesisStep,
        GuardianRuleSpec,
        HealthCheck,
        PersonaSpec,
        SkillPackSpec,
    )

__all__ = ["PROJECT", "PluginHooks", "hookimpl", "hookspec"]

PROJECT: Final = "batos"
"""Name of the hook project, and of the entry point group."""

hookspec: Final = pluggy.HookspecMarker(PROJECT)
"""Marks a function as the specification of a hook."""

hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as its implementation of the hook with the same name."""


class PluginHooks(Protocol):
    """The hook specifications: what a plugin module may look like.

    The examples are run by the test suite.
    """

    @hookspec
    def batos_personas(self) -> Iterable[PersonaSpec]:
        """Contribute personas.

        At the next start genesis makes a persistent prototype of each persona that the image does
        not hold yet. A persona whose name another plugin already provides makes this plugin a
        duplicate.

        Called once, when plugins are loaded. When it raises, the plugin is listed as failed and
        contributes nothing.

        Returns:
            The personas; :func:`batos.plugins.load_persona` reads one from a package's files.

        Example:
            >>> from batos.plugins import PersonaSpec, hookimpl
            >>> @hookimpl
            ... def batos_personas():
            ...     yield PersonaSpec(
            ...         name="lucius",
            ...         title="Keeper of Tools",
            ...         role="coder",
            ...         identity="Lucius keeps the tools sharp and says which one fits.",
            ...     )
            >>> [persona.title for persona in batos_personas()]
            ['Keeper of Tools']
        """

    @hookspec
    def batos_skill_packs(self) -> Iterable[SkillPackSpec]:
        """Contribute packs of proven methods.

        At the next start the skills of each pack are taken into the memory as recipes: candidates
        for missions that are near them, and patterns for a model. A skill that cannot be read,
        that the guardian refuses or that has no example is left out and reported; the others are
        taken. When the package goes, so do its recipes; what was learned from them stays.

        Called once, when plugins are loaded. When it raises, or a folder is empty, the plugin is
        listed as failed.

        Returns:
            The packs, each with the folder that holds its skill files.

        Example:
            >>> from importlib.resources import files
            >>> from batos.plugins import SkillPackSpec, hookimpl
            >>> @hookimpl
            ... def batos_skill_packs():
            ...     folder = files("batos_skills_everyday") / "skills"
            ...     yield SkillPackSpec(name="chores", summary="For the house", folder=folder)
            >>> [pack.name for pack in batos_skill_packs()]
            ['chores']
        """

    @hookspec
    def batos_backends(self) -> Iterable[BackendSpec]:
        """Contribute inference backends.

        The factory is called only when the config chooses the backend, so heavy libraries are
        imported inside it and never at the top of the plugin module.

        Called once, when plugins are loaded. When it raises, the plugin is listed as failed. When
        a factory raises, the error is shown to whoever chose that backend.

        Returns:
            The backends by name, each with its options explained.

        Example:
            >>> from batos.inference import BackendOptions
            >>> from batos.plugins import BackendSpec, hookimpl
            >>> from pydantic import Field
            >>> class SlideRuleOptions(BackendOptions):
            ...     provider = "slide-rule"
            ...     places: int = Field(1, ge=0, description="Places of the answer.")
            >>> def make(options):
            ...     from decimal import Decimal  # stands for a heavy library
            ...     return round(Decimal("3.14159"), SlideRuleOptions.read(options).places)
            >>> @hookimpl
            ... def batos_backends():
            ...     yield BackendSpec(
            ...         name="slide-rule",
            ...         summary="Answers with a number",
            ...         factory=make,
            ...         options=SlideRuleOptions,
            ...     )
            >>> [spec] = batos_backends()
            >>> spec.factory({"places": 2})
            Decimal('3.14')
        """

    @hookspec
    def batos_embedders(self) -> Iterable[EmbedderSpec]:
        """Contribute embedders, by which the memory finds what is meant and not only what is said.

        The factory is called when the memory first needs vectors and the config has chosen the
        embedder, so heavy libraries are imported inside it.

        Called once, when plugins are loaded. When it raises, the plugin is listed as failed. When
        a factory raises, the memory works by words and says why.

        Returns:
            The embedders by name.

        Example:
            >>> from batos.plugins import EmbedderSpec, hookimpl
            >>> class Letters:
            ...     model, dimension = "alphabet", 26
            ...     def embed(self, texts, cancel):
            ...         return [[text.count(chr(97 + n)) for n in range(26)] for text in texts]
            ...     def close(self):
            ...         pass
            >>> @hookimpl
            ... def batos_embedders():
            ...     yield EmbedderSpec(
            ...         name="letters",
            ...         summary="Texts are alike that have the same letters",
            ...         factory=lambda context: Letters(),
            ...         dimension=26,
            ...     )
            >>> [spec.name for spec in batos_embedders()]
            ['letters']
        """

    @hookspec
    def batos_guardian_rules(self) -> Iterable[GuardianRuleSpec]:
        """Contribute rules that every generated method must pass.

        A rule can only refuse: it runs after the guardian's own rules, and nothing it returns
        makes an audit more lenient. A rule that raises while it checks refuses the method.

        Called once, when plugins are loaded. When this hook itself raises, the plugin is listed as
        failed and its rules are not there: a broken package must not stop the system.

        Returns:
            The rules; ``check`` gets the parsed method and yields findings.

        Example:
            >>> import ast
            >>> from batos.guardian.audit.audit import audit
            >>> from batos.guardian.audit.findings import Finding
            >>> from batos.plugins import GuardianRuleSpec, hookimpl
            >>> def documented(subject):
            ...     if ast.get_docstring(subject.function) is None:
            ...         yield Finding(
            ...             rule="documented",
            ...             severity="error",
            ...             line=subject.function.lineno,
            ...             message="The method says nothing about itself.",
            ...             mend="Begin it with a docstring.",
            ...         )
            >>> @hookimpl
            ... def batos_guardian_rules():
            ...     yield GuardianRuleSpec(
            ...         name="documented",
            ...         summary="A method has a docstring",
            ...         check=documented,
            ...     )
            >>> rules = list(batos_guardian_rules())
            >>> print(audit("def twice(self, x): return 2 * x", extra_rules=rules).as_feedback())
            - line 1: The method says nothing about itself. Begin it with a docstring.
        """

    @hookspec
    def batos_genesis_steps(self) -> Iterable[GenesisStep]:
        """Contribute steps to the awakening of an image.

        A step runs once for an image, in a transaction of its own, and is recorded there by name.
        When it raises, that transaction is aborted and genesis stops: the image is as it was
        before the step.

        Called once, when plugins are loaded. When it raises, the plugin is listed as failed.

        Returns:
            The steps, ordered among the others by ``after``.

        Example:
            >>> from batos.plugins import GenesisStep, hookimpl
            >>> def plant(root):
            ...     root.find("genesis").garden = ["an acorn"]
            >>> @hookimpl
            ... def batos_genesis_steps():
            ...     yield GenesisStep(name="plant-garden", run=plant)
            >>> [step.name for step in batos_genesis_steps()]
            ['plant-garden']
        """

    @hookspec
    def batos_health_checks(self) -> Iterable[HealthCheck]:
        """Contribute checks for ``batos doctor``.

        A check looks and reports, once or on several things, and changes nothing. One that
        raises is reported as not well.

        Called once, when plugins are loaded. When it raises, the plugin is listed as failed.

        Returns:
            The checks.

        Example:
            >>> from batos.plugins import HealthCheck, HealthReport, hookimpl
            >>> def enough_tea():
            ...     return HealthReport(ok=False, message="no tea left", hint="Put the kettle on.")
            >>> @hookimpl
            ... def batos_health_checks():
            ...     yield HealthCheck(name="tea", run=enough_tea)
            >>> [check.run().hint for check in batos_health_checks()]
            ['Put the kettle on.']
        """

    @hookspec
    def batos_cycle_event(self, event: CycleEvent) -> None:
        """Observe a cognitive cycle.

        Called for every transition, artefact and verdict, after it was recorded, in the process
        that runs the cycle. An observer gets its own copy of the event and cannot alter what it
        observes; whatever it raises is logged and goes no further. It should return quickly: the
        cycle waits for it.

        Args:
            event: The entry of the audit trail; its ``kind`` says what happened, ``cycle`` in
                which cycle, and ``text`` tells it in words.

        Example:
            >>> from batos.plugins import CycleEvent, hookimpl
            >>> seen = []
            >>> @hookimpl
            ... def batos_cycle_event(event: CycleEvent):
            ...     seen.append(event.kind)
            >>> batos_cycle_event(CycleEvent(kind="cycle.state", state="VALIDATING"))
            >>> seen
            ['cycle.state']
        """
