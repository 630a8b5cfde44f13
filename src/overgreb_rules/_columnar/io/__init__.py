"""Tables of the columnar evaluation: schemas, input, streams, files and the rows of single cases."""
