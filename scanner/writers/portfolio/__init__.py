"""The answer over many bills of materials, from ``scanner.batch.portfolio``, as HTML and Excel."""
