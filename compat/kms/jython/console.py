"""aliyuncli, unmodified, one command after another in one process, since Jython takes seconds to start.

A line on standard input is a home directory and the words of a command, separated by tabs. The answer is
a line: what the command printed, in Base64.
"""

import base64
import os
import sys
import traceback
from StringIO import StringIO

from aliyuncli.aliyuncli import main


def run(home, words):
    os.environ['HOME'] = home
    sys.argv = ['aliyuncli'] + words
    kept = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = printed = StringIO()
    try:
        main()
    except SystemExit:
        pass  # its code says little: what was printed says all
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout, sys.stderr = kept
    return printed.getvalue()


for line in iter(sys.stdin.readline, ''):
    words = line.rstrip('\n').split('\t')
    text = run(words[0], words[1:])
    if isinstance(text, unicode):
        text = text.encode('utf-8')
    print(base64.b64encode(text))
    sys.stdout.flush()
