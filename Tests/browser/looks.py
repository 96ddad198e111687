"""What several tests of the app look at."""
from axe_playwright_python.sync_playwright import Axe

TEXT = "Spoke with the teacher: he comes without breakfast. سألت المعلمة عنه."


def serious(page):
    """What axe calls serious or critical, with where."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found if one["impact"] in ("serious", "critical")]


def screens(store):
    alert, child = store.of("notification")[0]["id"], store.of("child")[0]["id"]
    kid, task = store.of("notified_child")[0]["id"], store.of("conflict_task")[0]["id"]
    return ["#/day", "#/search", "#/new", "#/more", "#/notifications", "#/new/notification", f"#/notification/{alert}", f"#/register/{alert}/{kid}",
            f"#/dossier/{child}", f"#/dossier/{child}/history", f"#/dossier/{child}/forms", f"#/dossier/{child}/add/visit", f"#/dossier/{child}/edit/{child}",
            f"#/dossier/{child}/record/{child}", f"#/conflict/{task}", f"#/dossier/{child}/add/everything", f"#/print/child/{child}/{child}", "#/print/visit", "#/saves", "#/account", "#/trail", "#/requests", "#/design"]
