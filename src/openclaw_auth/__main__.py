"""`python -m openclaw_auth` is `openclaw`."""

from openclaw_auth.cli.main import main

if __name__ == "__main__":
    main()
