"""The two ways a request can end without an answer."""


class Mistake(Exception):
    """What was asked or given cannot be used; the message names the place and the fix.

    The command line ends with exit code 2, a page shows the message in its card.
    """


class Failure(Exception):
    """Something broke on our side of the request (disk, damaged version, time limit).

    The command line ends with exit code 1, a page shows the message in its card.
    """
