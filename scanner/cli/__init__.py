"""The command line: options in, stages called, a writer picked, an exit code out."""
