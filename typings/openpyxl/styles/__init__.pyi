class Font:
    def __init__(
        self,
        name: str | None = None,
        sz: float | None = None,
        b: bool | None = None,
        i: bool | None = None,
        color: str | None = None,
        *,
        size: float | None = None,
        bold: bool | None = None,
        italic: bool | None = None,
    ) -> None: ...

class PatternFill:
    def __init__(
        self,
        patternType: str | None = None,
        fgColor: str = ...,
        bgColor: str = ...,
        fill_type: str | None = None,
        start_color: str | None = None,
        end_color: str | None = None,
    ) -> None: ...

class Alignment:
    def __init__(
        self,
        horizontal: str | None = None,
        vertical: str | None = None,
        textRotation: int = 0,
        wrapText: bool | None = None,
        shrinkToFit: bool | None = None,
        indent: float = 0,
        *,
        wrap_text: bool | None = None,
    ) -> None: ...

class Side:
    def __init__(self, style: str | None = None, color: str | None = None) -> None: ...

class Border:
    def __init__(self, left: Side = ..., right: Side = ..., top: Side = ..., bottom: Side = ...) -> None: ...

class Protection:
    def __init__(self, locked: bool = True, hidden: bool = False) -> None: ...
