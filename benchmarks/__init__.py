"""The project's own benchmarks: each compares the product with a floor of the same run."""
