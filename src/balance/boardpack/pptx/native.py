"""Names for the objects of python-pptx, whose types say too little to check against."""

from __future__ import annotations

from typing import Any, TypeAlias

Deck: TypeAlias = Any
Page: TypeAlias = Any
Shape: TypeAlias = Any
Node: TypeAlias = Any
Paragraph: TypeAlias = Any
Grid: TypeAlias = Any
GridCell: TypeAlias = Any
Chart: TypeAlias = Any
ChartData: TypeAlias = Any
ChartKind: TypeAlias = Any
ChartAxis: TypeAlias = Any
ChartSeries: TypeAlias = Any
MarkerStyle: TypeAlias = Any
