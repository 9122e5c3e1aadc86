"""Made-up companies whose truth is known, of many kinds, and how well the product reads them.

Written apart from the product: only `judging` calls its model. A company is drawn (`firm`, `loss_laws`), lives through
some years month by month (`delivering`, `happening`, `world`), is written down with all that gets lost on the way
(`recording`) and goes on into many possible next years (`futures`). `calibrate` compares both and writes
docs/calibration.md (`table`).
"""
