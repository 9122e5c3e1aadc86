"""Everything that is kept, written in open formats: Parquet, CSV and xlsx, with the uploaded files as they came."""

from balance.exporting.writing import FORMATS, MANIFEST, Exported, export

__all__ = ["FORMATS", "MANIFEST", "Exported", "export"]
