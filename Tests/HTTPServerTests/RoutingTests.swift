import HTTPServer
import Testing

struct Thing: Codable, Equatable {
    var name: String
    var count: Int
}

let sampleRoutes: [Route] = [
    Route(.get, "/") { _, _ in .text("root") },
    Route(.get, "/things/{id}") { request, parameters in
        try Response.json(["id": parameters["id"] ?? "", "q": request.query("q") ?? "none"])
    },
    Route(.get, "/things/first") { _, _ in .text("literal") },
    Route(.get, "/things/{id}/parts/{part}") { _, parameters in
        .text([parameters["id"], parameters["part"]].compactMap { $0 }.joined(separator: ","))
    },
    Route(.post, "/things", bodyLimit: 1000) { request, _ in
        try Response.json(try request.decodeJSON(Thing.self), status: 201)
    },
    Route(.delete, "/things/{id}") { _, _ in .noContent },
    Route(.get, "/files/{path...}") { _, parameters in .text(parameters["path"] ?? "") },
    Route(.get, "/tagged") { request, _ in Response.text("body").tagged("v3", for: request) },
    Route(.get, "/number/{n}") { _, parameters in .text(String(try parameters.require("n", as: Int.self) * 2)) },
    Route(.get, "/refuses") { _, _ in throw Problem(status: 409, code: "no-way", title: "No") },
    Route(.get, "/breaks") { _, _ in throw NoAnswer() },
    Route(.get, "/cookie") { request, _ in .text(request.cookies["kinbox"] ?? "none") },
]

@Suite struct RoutingTests {
    @Test(arguments: Depth.allCases) func findsRoutes(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            #expect(try await box.ask("GET", "/").text == "root")
            #expect(try await box.ask("GET", "/things/first").text == "literal")
            #expect(try await box.ask("GET", "/things/a%20b?q=%C3%A9+x").text == #"{"id":"a b","q":"é x"}"#)
            #expect(try await box.ask("GET", "/things/first/parts/2").text == "first,2")
            #expect(try await box.ask("GET", "/files/a/b/c.js").text == "a/b/c.js")
            #expect(try await box.ask("GET", "/number/21").text == "42")
            #expect(try await box.ask("GET", "/number/x").status == 404)
            #expect(try await box.ask("GET", "/files").status == 404)
            #expect(try await box.ask("GET", "/nothing").status == 404)
            #expect(try await box.ask("GET", "/cookie", headers: [("Cookie", "a=b; kinbox=s3cret")]).text == "s3cret")
        }
    }

    @Test(arguments: Depth.allCases) func tellsAllowedMethods(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            let wrong = try await box.ask("PUT", "/things/1")
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "DELETE, GET, HEAD")
            #expect(try await box.ask("BREW", "/things/1").status == 405)
            let options = try await box.ask("OPTIONS", "/things")
            #expect(options.status == 204)
            #expect(options.headers["allow"] == "POST")
            let head = try await box.ask("HEAD", "/things/first")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test(arguments: Depth.allCases) func readsJSONStrictly(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            let made = try await box.ask("POST", "/things", json: #"{"name":"كتاب","count":2}"#)
            #expect(made.status == 201)
            #expect(made.text == #"{"count":2,"name":"كتاب"}"#)
            let wrong = try await box.ask("POST", "/things", json: #"{"name":"x","count":"two"}"#)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains(#""field":"count""#))
            #expect(!wrong.text.contains("two"))
            #expect(try await box.ask("POST", "/things", json: #"{"name":"x"}"#).text.contains("missing"))
            #expect(try await box.ask("POST", "/things", json: "{").status == 400)
            #expect(try await box.ask("POST", "/things", json: String(repeating: "[", count: 500)).text.contains("too-deep"))
            let type = [("Content-Type", "application/json")]
            let bad = try await box.ask("POST", "/things", headers: type, body: Array(#"{"name":""#.utf8) + [0xC3, 0x28])
            #expect(bad.text.contains("bad-text"))
            #expect(try await box.ask("POST", "/things", headers: [("Content-Type", "text/plain")], body: [1]).status == 415)
            #expect(try await box.ask("POST", "/things", json: String(repeating: " ", count: 2000)).status == 413)
        }
    }

    @Test(arguments: Depth.allCases) func comparesTags(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            let first = try await box.ask("GET", "/tagged")
            #expect(first.headers["etag"] == "\"v3\"")
            for held in ["\"v3\"", "W/\"v3\"", "\"v1\", \"v3\"", "*"] {
                let again = try await box.ask("GET", "/tagged", headers: [("If-None-Match", held)])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again.headers["etag"] == "\"v3\"")
            }
            #expect(try await box.ask("GET", "/tagged", headers: [("If-None-Match", "\"v2\"")]).status == 200)
        }
    }

    @Test(arguments: Depth.allCases) func refusesPathTricks(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            let tricks = ["/files/../secret", "/files/%2e%2e/secret", "/files/%2E%2e/x", "/files/a%00b", "/files//x",
                          "/files/a%2fb", "/files/a%5cb", "/files/.", "/files/%c0%ae%c0%ae/x", "/files/%ff",
                          "/files/%", "/files/%4", "/files/%zz", "/things/x?q=%ff", "/things/x?q=%00", "/files/x/",
                          "//files/x", "/files/a%0d%0ab", "/files/a%C2%85b", "/files/" + String(repeating: "a/", count: 40) + "b"]
            for trick in tricks {
                let answer = try await box.ask("GET", trick)
                #expect([400, 404].contains(answer.status), "\(trick)")
                #expect(answer.headers["content-type"] == "application/problem+json", "\(trick)")
            }
            let long = "/files/" + String(repeating: "a", count: 5000)
            #expect(try await box.ask("GET", long).status == 414)
        }
    }

    @Test(arguments: Depth.allCases) func turnsErrorsIntoProblems(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            let refused = try await box.ask("GET", "/refuses")
            #expect(refused.status == 409)
            #expect(refused.text.contains(#""code":"no-way""#))
            let id = try #require(refused.headers["x-request-id"])
            #expect(refused.text.contains(id))
            let broken = try await box.ask("GET", "/breaks")
            #expect(broken.status == 500)
            #expect(!broken.text.contains("NoAnswer"))
        }
    }

    @Test(arguments: Depth.allCases) func addsSecurityHeaders(_ depth: Depth) async throws {
        try await depth.serve(sampleRoutes) { box async throws in
            for target in ["/", "/nothing"] {
                let headers = try await box.ask("GET", target).headers
                #expect(headers["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(headers["content-security-policy"]?.contains("unsafe-inline") == false)
                #expect(headers["x-content-type-options"] == "nosniff")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["cache-control"] == "no-store")
                #expect(headers["cross-origin-resource-policy"] == "same-origin")
            }
            // What only pages heed goes with pages, and with whatever a browser could take for one.
            let page = try await box.ask("GET", "/").headers, part = try await box.ask("GET", "/nothing").headers
            #expect(page["cross-origin-opener-policy"] == "same-origin" && page["permissions-policy"] != nil)
            #expect(part["content-security-policy"] == SecurityHeaders.partsPolicy && part["permissions-policy"] == nil)
        }
    }
}
