"""``python -m scanner`` is the command."""

from scanner.cli.start import main

if __name__ == "__main__":
    main()
