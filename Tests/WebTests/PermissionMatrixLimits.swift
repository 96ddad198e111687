import Access
import Casework
import Foundation
import Foundations
import Testing
import TimeLimits

@testable import Web

/// Figures of the country's time limits: counted over what the model lets somebody see, or over the whole site without a small number.
struct MatrixLimits {
    let site: MatrixSite
    private static let quarter = "from=2026-07-01&to=2026-09-30", month = "from=2026-09-01&to=2026-09-30"

    private func decides(_ person: MatrixPerson) -> Bool { site.model.decidesWidely("case", person.role) }
    private func seen(_ person: MatrixPerson) -> Set<String> { Set(site.records.filter { site.model.sees($0, person) }.map(\.id.description)) }

    /// The site has none until somebody chooses.
    private func useLimits() async throws {
        guard site.open.desk.limits.limits == nil, let role = site.open.rules.book["data_officer"], let person = site.people.first(where: { $0.role == "data_officer" }) else { return }
        var files: [String: [UInt8]] = [:]
        for name in LimitBookReader.files { files[name] = Array(try MatrixSite.text("limits/MD/\(name)").utf8) }
        let standing = site.open.rules.standing(of: Viewer(person: person.id, role: role, teams: [], agency: nil))
        _ = try await site.open.desk.publishLimits(LimitContents(country: "MD", files: files), id: site.missing(), note: "", base: try site.open.desk.listHistory().inUse[Desk.limitsList],
                                                   by: Author(person: person.id, device: site.missing()), standing: standing)
    }

    func figures(_ person: MatrixPerson) async throws -> Int {
        try await useLimits()
        let path = "/api/v1/limits/figures?", counts = site.model.powers[person.role]?.contains("aggregates") == true
        let answer = await site.ask("GET", path + Self.quarter, as: person)
        guard decides(person) || counts else {
            #expect(answer.status == 403, "\(person.role): \(answer.status)")
            return 1
        }
        #expect(answer.status == 200 && answer.json["own"] as? Bool == decides(person), "\(person.role): \(answer.status)")
        for query in [Self.month, Self.quarter + "&by=worker"] {
            let part = await site.ask("GET", path + query, as: person)
            #expect(part.status == (decides(person) ? 200 : 403), "\(person.role) and \(query)")
        }
        let cases = site.records.filter { $0.kind == "case" && site.model.sees($0, person) }.count
        for row in answer.rows("rows") {
            let numbers = [row["started"] as? Int ?? 0] + (row["parts"] as? [String: Int] ?? [:]).values
            if decides(person) {
                if row["rule"] as? String == "initial_assessment" { #expect(numbers[0] <= cases, "\(person.role) counts cases that they may not see") }
            } else {
                #expect(!numbers.contains { (1..<Desk.leastTold).contains($0) }, "\(person.role): \(row)")
            }
        }
        return max(1, answer.rows("rows").count)
    }

    func cases(_ person: MatrixPerson) async throws -> Int {
        try await useLimits()
        let sees = seen(person)
        var asked = 0
        for rule in ["initial_assessment", "case_review", "referral_answer"] {
            let answer = await site.ask("GET", "/api/v1/limits/figures/cases?\(Self.quarter)&rule=\(rule)", as: person)
            #expect(answer.status == (decides(person) ? 200 : 403), "\(person.role): \(answer.status)")
            #expect(Set(answer.rows("rows").compactMap { $0["dossier"] as? String }).isSubset(of: sees), "\(person.role) and \(rule)")
            asked += 1
        }
        return asked
    }

    func team(_ person: MatrixPerson) async throws -> Int {
        try await useLimits()
        let answer = await site.ask("GET", "/api/v1/supervisor/limits", as: person)
        #expect(answer.status == (decides(person) ? 200 : 403), "\(person.role): \(answer.status)")
        for worker in answer.rows("workers") {
            let id = (worker["person"] as? [String: Any])?["id"] as? String
            #expect(site.records.contains { $0.kind == "case" && $0.owner?.description == id && site.model.sees($0, person) }, "\(person.role)")
        }
        return max(1, answer.rows("workers").count)
    }

    func worker(_ person: MatrixPerson) async throws -> Int {
        try await useLimits()
        let workers = site.people.filter { $0.role == "case_worker" } + site.keepers, sees = seen(person)
        for worker in workers {
            let answer = await site.ask("GET", "/api/v1/supervisor/workers/\(worker.id)/limits", as: person)
            #expect(answer.status == (decides(person) ? 200 : 403), "\(person.role): \(answer.status)")
            #expect(Set(answer.rows("rows").compactMap { $0["dossier"] as? String }).isSubset(of: sees), "\(person.role)")
        }
        return workers.count
    }
}
