import Casework
import Foundation
import Foundations
import HTTPServer
import Logging
import Testing

@testable import Web

/// The description of the API and its routes say the same.
@Suite struct OpenAPITests {
    private struct NoOpener: SiteOpener {
        func open(passphrase: String?, recovery: String?) async throws -> OpenSite { throw Problem.notFound }
        func queue(_ concern: Concern) throws -> String { throw Problem.notFound }
    }

    @Test func everyRouteIsDescribedAndEveryDescriptionHasARoute() throws {
        let site = Site(opener: NoOpener(), time: ManualTime(), version: "test", log: Logger(label: "test"))
        let routes = try site.routes(forms: FormLibrary([]), places: PlaceBook(csv: ""), certificate: nil)
        let offered = Set(routes.filter { $0.pattern.hasPrefix("/api/") || $0.pattern == "/healthz" }
            .map { "\($0.method.rawValue.uppercased()) \($0.pattern)" })
        #expect(offered == Set(try described()))
    }

    private func described() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/api/openapi.json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: Any]])
        #expect(paths.count > 15)
        return paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } }
    }
}
