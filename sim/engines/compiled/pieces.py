"""Compiling the kernel in pieces that are put together once.

By itself numba makes machine code of every function together with all that it calls, again and
again up the tree of calls: minutes for a kernel of some hundreds of small functions. A piece is
only taken down; whoever is called from Python is put together of all pieces, and made into machine
code once. This leans on parts of numba that are not promised to stay: with a version of it that is
not :data:`KNOWN`, compiling takes the longer way to the same code.
"""

from __future__ import annotations

from typing import Any, Final

import numba
from llvmlite import binding
from numba.core import codegen, compiler, compiler_machinery, typed_passes


class _NoEnvironment:
    """The code maker of a piece, which has no Python objects to be told of."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def set_env(self, name: str, env: Any) -> None:
        """Nothing: the kernel uses no Python object."""


class Piece(codegen.JITCodeLibrary):  # type: ignore[misc]
    """One function, taken down but neither made better nor into machine code."""

    _shared_module: Any

    @property
    def codegen(self) -> Any:
        """The code maker."""
        return _NoEnvironment(self._codegen)

    def finalize(self) -> None:
        """Nothing is put together yet."""
        self._raise_if_finalized()
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """There is no machine code to point at."""
        return 0

    def _get_module_for_linking(self) -> Any:
        """This piece with all that it calls, directly or not: asked for by what is called first."""
        if not self._shared_module:
            whole = _shared(self._final_module)
            for library in _called_by(self):
                own = library._final_module if isinstance(library, Piece) else None
                module = _shared(own) if own is not None else library._get_module_for_linking()
                whole.link_in(module, preserve=True)
            self._shared_module = whole
        return self._shared_module


def _called_by(piece: Piece) -> list[Any]:
    """Every library that a piece needs, directly or not, once each."""
    found: dict[int, Any] = {}
    waiting = list(piece._linking_libraries)
    while waiting:
        library = waiting.pop()
        if id(library) not in found and library is not piece:
            found[id(library)] = library
            if isinstance(library, Piece):
                waiting += library._linking_libraries
    return list(found.values())


def _shared(module: Any) -> Any:
    """A copy of a module whose functions may stand in several others."""
    copy = module.clone()
    for function in copy.functions:
        if not function.is_declaration and function.linkage == binding.Linkage.external:
            function.linkage = "linkonce_odr"
    return copy


@compiler_machinery.register_pass(mutates_CFG=False, analysis_only=True)
class _AsPiece(compiler_machinery.FunctionPass):  # type: ignore[misc]
    _name = "as_piece"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Give the function a library of the kind above."""
        maker = state.targetctx.codegen()
        state.library = Piece(maker, state.func_id.func_qualname)
        return False


class InPieces(compiler.CompilerBase):  # type: ignore[misc]
    """numba's usual way, but for what becomes of the code of a function."""

    def define_pipelines(self) -> list[Any]:
        """One way only: no falling back to Python objects."""
        passes = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(_AsPiece, typed_passes.NopythonTypeInference)
        passes.finalize()
        return [passes]


KNOWN: Final = ("0.68.",)
"""Versions of numba with which this works: the tests of the compiled engine have passed."""
OPTIONS: Final[dict[str, Any]] = (
    {"pipeline_class": InPieces} if numba.__version__.startswith(KNOWN) else {}
)
"""What numba is told of a function of the kernel."""
