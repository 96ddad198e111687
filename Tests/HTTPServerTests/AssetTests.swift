import HTTPServer
import Testing

/// Lies in the binary, as embedded files do.
private let plain: StaticString = "body { margin: 0 }"
private let packed: StaticString = "packed"

private func shared(_ text: StaticString) -> StaticBytes {
    StaticBytes(unsafe: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
}

@Suite struct AssetTests {
    private let routes: [Route] = {
        let asset = Asset(contentType: "text/css; charset=utf-8", tag: "abc", content: .gzip(shared(packed), plain: { Array("body { margin: 0 }".utf8) }), isImmutable: true)
        let page = Asset(contentType: "text/html; charset=utf-8", tag: "def", content: .plain(shared(plain)), isImmutable: false)
        return [Route(.get, "/a.css") { request, _ in asset.response(to: request) },
                Route(.get, "/") { request, _ in page.response(to: request) }]
    }()

    @Test(arguments: Depth.allCases) func choosesTheVariant(_ depth: Depth) async throws {
        try await depth.serve(routes) { box async throws in
            for accepts in ["gzip", "br, gzip;q=0.5", "*", "x-gzip"] {
                let answer = try await box.ask("GET", "/a.css", headers: [("Accept-Encoding", accepts)])
                #expect(answer.text == "packed", "\(accepts)")
                #expect(answer.headers["content-encoding"] == "gzip")
                #expect(answer.headers["vary"] == "Accept-Encoding")
                #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable")
            }
            for accepts in ["", "br", "gzip;q=0", "gzip; q=0.0, *", "*;q=0"] {
                let answer = try await box.ask("GET", "/a.css", headers: [("Accept-Encoding", accepts)])
                #expect(answer.text == "body { margin: 0 }", "\(accepts)")
                #expect(answer.headers["content-encoding"] == nil)
            }
            // The two variants are two representations.
            let held = [("Accept-Encoding", "gzip"), ("If-None-Match", "\"abc\"")]
            #expect(try await box.ask("GET", "/a.css", headers: held).status == 200)
            #expect(try await box.ask("GET", "/a.css", headers: [held[0], ("If-None-Match", "\"abc-gz\"")]).status == 304)
            let page = try await box.ask("GET", "/", headers: [("Accept-Encoding", "gzip")])
            #expect(page.text == "body { margin: 0 }")
            #expect(page.headers["cache-control"] == "no-cache")
        }
    }

    @Test func thePlainListenerOnlyExplains() async throws {
        let router = PlainListener.router(httpsPort: 8443, defaultHost: "kinbox.lan") { address, _ in .text(address) }
        func address(_ host: String?, _ target: String = "/") async -> String {
            let response = await router.respond("GET", target, headers: host.map { ["Host": $0] } ?? [:], isTLS: false)
            if case .bytes(let bytes) = response.body { return String(decoding: bytes, as: UTF8.self) }
            return ""
        }
        #expect(await address("office.lan:8080", "/a/b?c=d") == "https://office.lan:8443/")
        #expect(await address("192.168.1.9") == "https://192.168.1.9:8443/")
        #expect(await address("[fe80::1]:80") == "https://[fe80::1]:8443/")
        for odd in [nil, "", "\"><script>", "a b", "[x]", "[", "user@host", "a/b"] {
            #expect(await address(odd) == "https://kinbox.lan:8443/")
        }
        #expect(await router.respond("POST", "/api/v1/session", body: [1]).status == 405)
    }
}
