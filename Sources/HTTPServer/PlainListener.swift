/// What answers on plain HTTP: one page that says where the box really is, and nothing else.
///
/// A redirect alone would be no help: a phone that has not installed the office's authority meets a warning behind it.
/// So the page explains, and offers the authority's certificate, whose fingerprint is on the printed sheet.
public enum PlainListener {
    /// `page` draws the page for the address to go to (`https://kinbox.lan:8443/`, safe to put into HTML), which keeps the
    /// host that the caller used. `publicFiles` are routes that may be had in the clear, such as the authority's certificate.
    public static func router(httpsPort: UInt16, defaultHost: String, publicFiles: [Route] = [],
                              page: @escaping @Sendable (_ address: String, Request) -> Response) -> Router {
        let explain: Route.Handler = { request, _ in
            let host = host(request.headers["host"]) ?? defaultHost
            let address = httpsPort == 443 ? "https://\(host)/" : "https://\(host):\(httpsPort)/"
            return page(address, request)
        }
        // Nothing that carries a body is taken: whoever posts here has already said too much in the clear.
        return Router(publicFiles + [Route(.get, "/", handler: explain), Route(.get, "/{path...}", handler: explain)])
    }

    /// The `Host` header without port, or nil when it is no plain name or address: it goes into a page.
    static func host(_ header: String?) -> String? {
        guard let header, header.utf8.count <= 255 else { return nil }
        if header.hasPrefix("["), let end = header.firstIndex(of: "]") {
            let inner = header[header.index(after: header.startIndex)..<end]
            let isAddress = !inner.isEmpty && inner.utf8.allSatisfy { $0 == 0x3A || $0 == 0x2E || isHexDigit($0) }
            return isAddress ? "[\(inner)]" : nil
        }
        let name = header.prefix { $0 != ":" }
        let isName = !name.isEmpty && name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == 0x2D || byte == 0x2E
        }
        return isName ? String(name) : nil
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }
}
