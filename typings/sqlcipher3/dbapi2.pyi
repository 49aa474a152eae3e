import sqlite3
from collections.abc import Callable
from sqlite3 import (
    SQLITE_DENY as SQLITE_DENY,
    SQLITE_IGNORE as SQLITE_IGNORE,
    SQLITE_OK as SQLITE_OK,
    PARSE_COLNAMES as PARSE_COLNAMES,
    PARSE_DECLTYPES as PARSE_DECLTYPES,
    Binary as Binary,
    Cursor as Cursor,
    DatabaseError as DatabaseError,
    DataError as DataError,
    Error as Error,
    IntegrityError as IntegrityError,
    InterfaceError as InterfaceError,
    InternalError as InternalError,
    NotSupportedError as NotSupportedError,
    OperationalError as OperationalError,
    ProgrammingError as ProgrammingError,
    Row as Row,
    Warning as Warning,
    apilevel as apilevel,
    paramstyle as paramstyle,
    sqlite_version as sqlite_version,
    sqlite_version_info as sqlite_version_info,
    threadsafety as threadsafety,
)
from typing import Any

SQLITE_OPEN_CREATE: int
SQLITE_OPEN_READONLY: int
SQLITE_OPEN_READWRITE: int
SQLITE_OPEN_URI: int

class Connection(sqlite3.Connection):
    def set_busy_timeout(self, timeout: float, /) -> None: ...
    def set_key(self, key: str | bytes, /) -> None: ...
    def reset_key(self, key: str | bytes, /) -> None: ...

def connect(
    database: str | bytes | Any,
    timeout: float = 5.0,
    detect_types: int = 0,
    isolation_level: str | None = "",
    check_same_thread: bool = True,
    factory: Callable[..., Connection] = ...,
    cached_statements: int = 128,
    uri: bool = False,
    flags: int = ...,
    vfs: str | None = None,
) -> Connection: ...
def register_adapter(type: type[Any], adapter: Callable[[Any], Any], /) -> None: ...
def register_converter(typename: str, converter: Callable[[bytes], Any], /) -> None: ...
