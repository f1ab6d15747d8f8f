"""Python's side of writing in a page: `begin` once, then the function that it answers."""

from page_session import cell, page
from page_session.pretty import pretty


def begin(fetch, send):
    """Make Python ready; answer `run_cell(code, name, waiting)`, which says whether all went well.

    fetch: answers the paths of the wheels of a kind, to be unpacked.
    send: shows the reader something, as `send(kind, **content)`.
    """
    page.start(fetch, send)
    namespace = {"__name__": "__main__"}

    def finish(value):
        if page.is_loose_figure(value):
            page.send_picture(value, send)
        page.show_pictures(send)
        return None if page.is_figure(value) else value

    def run_cell(code, name, waiting):
        return cell.run(code, name, namespace, send, pretty=pretty, after=finish, waiting=waiting)

    return run_cell
