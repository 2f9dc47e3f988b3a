"""The base class of all use cases: it holds the context and the actor, and checks permissions."""

from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from typing import Any

from framework.usecases.actor import Actor
from framework.usecases.context import Context
from framework.usecases.permissions import PERMISSIONS, check_permitted


class UseCaseGroup:
    """Each public method of a subclass is a use case: it checks the actor's capacity in `PERMISSIONS`, then runs.

    The key there is module and method (``decisions.close``). A method without a row raises `TypeError` at import.
    """

    def __init__(self, context: Context, actor: Actor) -> None:
        self._context = context
        self._actor = actor

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        module = cls.__module__.rpartition(".")[2]
        for name, method in tuple(vars(cls).items()):
            if isfunction(method) and not name.startswith("_"):
                setattr(cls, name, cls._checked(method, f"{module}.{name}"))

    @staticmethod
    def _checked(method: Callable[..., Any], action: str) -> Callable[..., Any]:
        if action not in PERMISSIONS:
            raise TypeError(f"{action} has no row in framework/usecases/permissions.py")

        @wraps(method)
        def checked(self: UseCaseGroup, *args: Any, **kwargs: Any) -> Any:
            check_permitted(self._actor, action)
            return method(self, *args, **kwargs)

        return checked
