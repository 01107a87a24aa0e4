"""Found by worker processes of the tests: texts that hold these words end their worker, or never come to an end."""

import os
import sys
import time

if os.environ.get("COMMUNIQUE_TRAPS"):
    from communique.spread import work

    entries = work.entries

    def trapped(articles, knowledge):
        for article in articles:
            if "KILLS ITS WORKER" in article.text:
                sys.stdout.flush()
                os._exit(1)
            if "NEVER ENDS" in article.text:
                time.sleep(10_000)
        return entries(articles, knowledge)

    work.entries = trapped
