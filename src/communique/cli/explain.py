"""communique formats: what can be read and written."""


def formats() -> None:
    """List the formats that can be read and written."""
    from communique.read.formats import FORMATS
    from communique.show.export.formats import EXPORTS

    print("Read:")
    for suffix, entry in FORMATS.items():
        print(f"  {suffix:<10}{entry.about}")
    print("Written (communique export --to):")
    for name, export in EXPORTS.items():
        print(f"  {name:<10}{export.about}")
