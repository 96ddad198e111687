/// Sent with every answer unless it sets the same header itself.
public enum SecurityHeaders {
    /// No inline script or style, nothing from another origin, no framing. `wasm-unsafe-eval` is for the form engine:
    /// it lets WebAssembly be compiled and nothing else.
    public static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
        connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
        form-action 'self'; frame-ancestors 'none'
        """

    static let always: [(String, String)] = [
        ("Content-Security-Policy", contentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), microphone=(), geolocation=(self), payment=(), usb=()"),
        ("Cache-Control", "no-store"),
    ]

    /// Two years. Without subdomains: the box owns one name only.
    static let overTLS = ("Strict-Transport-Security", "max-age=63072000")

    static func complete(_ headers: Headers, isTLS: Bool) -> Headers {
        var complete = headers
        for (name, value) in always where complete[name] == nil { complete.add(name, value) }
        if isTLS, complete[overTLS.0] == nil { complete.add(overTLS.0, overTLS.1) }
        return complete
    }
}
