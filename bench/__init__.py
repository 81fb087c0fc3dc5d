"""The benchmarks: each module offers `lines()`, and every line stands beside a floor measured in the same run."""
