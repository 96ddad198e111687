public import HTTPServer

/// What plain HTTP answers: where the box really is, in three languages because nobody has chosen one yet.
public enum PlainPages {
    public static func router(port: UInt16) -> Router {
        PlainListener.router(httpsPort: port, defaultHost: "kinbox.local") { address, _ in .text(page(address), type: "text/html") }
    }

    private static func page(_ address: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Kinbox</title>
        <main>
        <h1>Kinbox</h1>
        <p lang="en">Children’s files are only shown over a protected connection. Open:</p>
        <p lang="fr">Les dossiers des enfants ne s’affichent que par une connexion protégée. Ouvrez :</p>
        <p lang="ar" dir="rtl">لا تُعرض ملفات الأطفال إلا عبر اتصال محمي. افتح:</p>
        <p><a href="\(address)">\(address)</a></p>
        <p><a href="\(address)ca">\(address)ca</a></p>
        </main>
        </html>
        """
    }
}
