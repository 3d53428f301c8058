"""Properties an evaluator must have whatever it scores, each counted over many cases with an exact interval.

```python
from evaluations.benchmark.trust.running import Suite, run
measures = run(Suite(engine, EngineSource.of(engine), own_jobs(), as_of, Path("docs/methodology.md")))
```
Cases of one row share texts and are not independent of each other, so an interval says how well the share is known for texts
like these, and no more.
"""
