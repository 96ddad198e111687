public import HTTPServer

extension Router {
    /// What plain HTTP answers: one page that says where the box is and why, and the way to it from every other address.
    /// Nothing is ever taken in or shown here.
    public static func explainingHTTPS(port: UInt16) -> Router {
        Router([
            Route(.get, "/") { request, _ in .text(page(host(of: request), port), type: "text/html") },
            Route(.get, "/{path...}") { _, _ in .redirect(to: "/") },
        ])
    }

    /// The name by which the caller reached us; a placeholder where it is none.
    private static func host(of request: Request) -> String {
        let named = request.headers["host"] ?? ""
        let host = named.hasPrefix("[") ? String(named.prefix { $0 != "]" }) + "]" : String(named.prefix { $0 != ":" })
        let allowed = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                 UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
        return allowed && !host.isEmpty && host.utf8.count <= 255 ? host : "kinbox.local"
    }

    private static func page(_ host: String, _ port: UInt16) -> String {
        let address = "https://\(host):\(port)/"
        return """
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
