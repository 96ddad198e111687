/// Sent with every answer unless it sets the same header itself.
public enum SecurityHeaders {
    /// No inline script or style, nothing from another origin, no framing. `wasm-unsafe-eval` is for the form engine:
    /// it lets WebAssembly be compiled and nothing else.
    public static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
        connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
        form-action 'self'; frame-ancestors 'none'
        """

    /// For what a page is made of and no browser shows as a page. It rules only if such a file is opened by itself, or is
    /// the script of a worker: a worker's file must set its own.
    public static let partsPolicy = "default-src 'none'; frame-ancestors 'none'"

    private static let always: [(String, String)] = [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ]

    private static let ofPages: [(String, String)] = always + [
        ("Content-Security-Policy", contentSecurityPolicy),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"),
    ]

    private static let ofParts: [(String, String)] = always + [("Content-Security-Policy", partsPolicy)]

    /// The app is a hundred small files and answers; what only pages heed would be a fifth of its first load.
    private static let parts: Set<String> = ["text/javascript", "text/css", "application/json", "application/problem+json", "application/wasm", "text/event-stream"]

    /// An answer without a type counts as a page, as a browser may take it for one.
    private static func isPart(_ headers: Headers) -> Bool {
        guard let type = headers["Content-Type"] else { return false }
        return parts.contains(type.prefix { $0 != ";" && $0 != " " }.lowercased())
    }

    /// Two years. Without subdomains: the box owns one name only.
    static let overTLS = ("Strict-Transport-Security", "max-age=63072000")

    static func complete(_ headers: Headers, isTLS: Bool) -> Headers {
        var complete = headers
        for (name, value) in isPart(headers) ? ofParts : ofPages where complete[name] == nil { complete.add(name, value) }
        if isTLS, complete[overTLS.0] == nil { complete.add(overTLS.0, overTLS.1) }
        return complete
    }
}
