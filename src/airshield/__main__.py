"""Run the command line with `python -m airshield`."""

from airshield.cli import main

if __name__ == "__main__":
    main()
