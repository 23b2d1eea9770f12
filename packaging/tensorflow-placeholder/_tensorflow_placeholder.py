"""Names that Rasa imports from TensorFlow, without TensorFlow.

Rasa 3.6 imports TensorFlow whenever it registers its own components, also when the pipeline uses none of
those that need it. Here every name exists, can be subclassed and annotated with, and says what to install
as soon as something is called or instantiated.
"""

import importlib.abc
import importlib.machinery
import sys
import types

MESSAGE = (
    "This environment has no TensorFlow, and something in the configuration asked for {name}. "
    "DIETClassifier, ResponseSelector, TEDPolicy, UnexpecTEDIntentPolicy, ConveRTFeaturizer and "
    "LanguageModelFeaturizer need it. Take them out of config.yml, or use Python 3.10 in an environment of its "
    "own with: pip install rasa==3.6.21 (which brings tensorflow==2.12)."
)


class TensorFlowMissing(RuntimeError):
    """Raised when a component that needs TensorFlow is used without it."""


class _PlaceholderType(type):
    """Metaclass of the names: attributes are further names, calls are refused."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{cls._path}.{name}")

    def __call__(cls, *args: object, **kwargs: object) -> object:
        raise TensorFlowMissing(MESSAGE.format(name=cls._path))


class _Placeholder(metaclass=_PlaceholderType):
    _path = "tensorflow"

    def __class_getitem__(cls, item: object) -> type:
        return cls


def _name(path: str) -> type:
    return _PlaceholderType(path.rsplit(".", 1)[-1], (_Placeholder,), {"_path": path})


class _PlaceholderModule(types.ModuleType):
    """A module in which every name exists."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module below `tensorflow` and `keras`."""

    def find_spec(self, fullname, path=None, target=None):  # type: ignore[no-untyped-def]
        if fullname.partition(".")[0] in ("tensorflow", "keras"):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):  # type: ignore[no-untyped-def]
        return _PlaceholderModule(spec.name)

    def exec_module(self, module):  # type: ignore[no-untyped-def]
        module.__path__ = []


def install(module: str) -> None:
    """Turns the imported package `module` into a placeholder."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
    sys.modules[module].__class__ = _PlaceholderModule
    sys.modules[module].__path__ = []
