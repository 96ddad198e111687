@testable import HTTPServer
import Testing

/// Seeds and their mutations, the same in every run: the parsers of outside bytes answer or refuse, and never trap.
@Suite struct FuzzTests {
    /// xorshift: the same sequence in every run.
    struct Noise: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    static let seeds: [[UInt8]] = [
        "/", "/a/b?c=d", "/%41%2e%2E/..;/x", "/?a&b=&=c&&a=b=c", "http://h/p", "*", "/%", "/%f", "/a%00", "?", "//", "/\u{7F}",
        "a=b; c=\"d\"; e; =f; g=h i; j=", "form-data; name=\"a\"; filename=\"b\\\"c\"", "multipart/form-data; boundary=XyZ",
        "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nbody\r\n--XyZ\r\n--XyZ--", "gzip;q=0, *;q=0.5, br", "W/\"a\", \"b\" , *",
        #"{"a":[1,{"b":"\"]}"}],"c":1e999}"#, "[[[[\"\\\\\"]]]]", "[::1]:80", "kinbox.lan:8443",
    ].map { Array($0.utf8) } + [[0xC3, 0x28], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0xAE], []]

    /// Every parser on one input.
    static func parse(_ bytes: [UInt8]) {
        _ = try? Target(bytes)
        if let target = try? Target([UInt8(ascii: "/")] + bytes) {
            for segment in target.segments { #expect(segment != ".." && segment != "." && !segment.contains("/")) }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Cookies.parse([text, "x=" + text])
        _ = HeaderParameters(text)
        _ = AcceptEncoding.allowsGzip([text])
        _ = PlainListener.host(text)
        let request = Request(method: .post, path: "/", headers: ["Content-Type": "application/json", "If-None-Match": text, "If-Match": text],
                              body: bytes)
        _ = request.alreadyHolds(etag: "a")
        _ = request.ifMatch
        _ = try? request.decodeJSON([String: [Int]].self)
        _ = try? MultipartParser(contentType: text)
        if var parser = try? MultipartParser(contentType: "multipart/form-data; boundary=XyZ") {
            for byte in bytes { _ = try? parser.feed([byte]) }
            _ = try? parser.finish()
        }
    }

    static func mutated(_ seed: [UInt8], _ noise: inout Noise) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...6, using: &noise) {
            let place = Int.random(in: 0...bytes.count, using: &noise)
            switch Int.random(in: 0..<4, using: &noise) {
            case 0: bytes.insert(UInt8.random(in: 0...255, using: &noise), at: place)
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &noise)
            case 2 where place < bytes.count: bytes.remove(at: place)
            default:
                let other = seeds[Int.random(in: 0..<seeds.count, using: &noise)]
                bytes.insert(contentsOf: other.prefix(Int.random(in: 0...12, using: &noise)), at: place)
            }
        }
        return bytes
    }

    @Test func parsersBearAnything() {
        var noise = Noise(state: 0x9E37_79B9_7F4A_7C15)
        for seed in Self.seeds {
            Self.parse(seed)
            for _ in 0..<60 { Self.parse(Self.mutated(seed, &noise)) }
        }
    }

    /// Requests torn, mixed and repeated on live sockets: the server answers refusals or hangs up, and serves the next.
    @Test func theServerBearsAnything() async throws {
        let routes = [
            Route(.get, "/hello") { _, _ in .text("hello") },
            Route(.post, "/take", bodyLimit: 100) { request, _ in .text(String(request.body.count)) },
        ]
        let requests = [
            "GET /hello?x=%41 HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n", "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd",
            "POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", "HEAD / HTTP/1.0\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
        ].map { Array($0.utf8) }
        let live = try LiveServer(Router(routes))
        try await live.during {
            var noise = Noise(state: 42)
            for _ in 0..<8 {
                let clients = (0..<50).compactMap { _ in RawClient(port: live.port) }
                for (index, client) in clients.enumerated() {
                    client.send(Self.mutated(requests[index % requests.count], &noise))
                    client.endSending()
                }
                for client in clients { _ = client.untilClosed() }
            }
            let client = try #require(RawClient(port: live.port))
            client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.answer()?.text == "hello")
        }
    }
}
