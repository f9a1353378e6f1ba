"""`python -m bot` is `tinbao`."""

from bot.cli import main

if __name__ == "__main__":
    main()
