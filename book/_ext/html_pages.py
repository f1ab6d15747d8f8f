"""The pages as they are written, for the extensions that write them anew at the end of the build."""


def rewrite(app, exception, better):
    """Write each page as `better(text, page)` has it, where that differs; only a build of HTML that
    went well is touched."""
    if exception or app.builder.format != "html":
        return
    for page in app.outdir.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        changed = better(text, page)
        if changed != text:
            page.write_text(changed, encoding="utf-8")
