"""Tables of the columnar evaluation: schemas, input, streams, files and the rows of single cases."""

TABLE_SUFFIXES = (".parquet", ".arrow", ".feather")
"""How the names of files of tables end. It stands here, because the command line asks it without pyarrow."""
