/// A file embedded in the binary, held one way: plain, or compressed where that is smaller.
public struct Asset: Sendable {
    public enum Content: Sendable {
        case plain(StaticBytes)
        /// `plain` unpacks it for the rare client that takes no gzip.
        case gzip(StaticBytes, plain: @Sendable () -> [UInt8])
    }

    /// With charset where it is text.
    public let contentType: String
    /// A digest of the content, without quotes.
    public let tag: String
    public let content: Content
    /// True when the address holds the digest, so that the file at it never changes.
    public let isImmutable: Bool

    public init(contentType: String, tag: String, content: Content, isImmutable: Bool) {
        self.contentType = contentType
        self.tag = tag
        self.content = content
        self.isImmutable = isImmutable
    }

    public func response(to request: Request) -> Response {
        var headers: Headers = ["Content-Type": contentType, "Vary": "Accept-Encoding"]
        headers["Cache-Control"] = isImmutable ? "public, max-age=31536000, immutable" : "no-cache"
        switch content {
        case .plain(let bytes):
            return Response(headers: headers, body: .shared(bytes)).tagged(tag, for: request)
        case .gzip(let bytes, _) where AcceptEncoding.allowsGzip(request.headers.values("accept-encoding")):
            headers["Content-Encoding"] = "gzip"
            return Response(headers: headers, body: .shared(bytes)).tagged(tag + "-gz", for: request)
        case .gzip(_, let plain):
            return Response(headers: headers, body: .bytes(plain())).tagged(tag, for: request)
        }
    }
}

enum AcceptEncoding {
    /// RFC 9110 §12.5.3: the best mention of gzip (or `*`) decides; a quality of 0 forbids.
    static func allowsGzip(_ headers: [String]) -> Bool {
        var named: Bool?, any = false
        for item in headers.flatMap({ $0.lowercased().split(separator: ",", maxSplits: 32) }) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let coding = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            let wanted = quality.map { $0.contains { ("1"..."9").contains($0) } } ?? true
            if coding == "gzip" || coding == "x-gzip" { named = wanted }
            if coding == "*" { any = wanted }
        }
        return named ?? any
    }
}
