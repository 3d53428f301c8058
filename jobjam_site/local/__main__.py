"""`.venv/bin/python -m jobjam_site.local demo`, or `run PROGRAM …` for one program with the demo's servers."""

import sys

from jobjam_site.local import demo, environment


def main(arguments: list[str]) -> int:
    environment.end_with_make()
    if arguments == ["demo"]:
        return demo.run_demo()
    if len(arguments) > 1 and arguments[0] == "run":
        return demo.run_command(arguments[1:])
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
