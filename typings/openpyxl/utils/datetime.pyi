import datetime as clock
from datetime import datetime, time

CALENDAR_MAC_1904: datetime
CALENDAR_WINDOWS_1900: datetime
MAC_EPOCH: datetime
WINDOWS_EPOCH: datetime

def from_excel(value: float, epoch: datetime = ..., timedelta: bool = False) -> datetime | time | clock.timedelta | None: ...
def to_excel(dt: datetime | time | clock.timedelta, epoch: datetime = ...) -> float: ...
