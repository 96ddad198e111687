import Foundation
import Foundations
import Testing

/// The surfaces of casework: decisions, time limits, families, the supervisor's board. They hold no more than the model lets through,
/// and answer about the rest as about an id that somebody made up.
struct MatrixCasework {
    let site: MatrixSite

    private var decided: Set<String> { ["placement", "closure", "care_plan", "referral", "transfer"] }
    private func seen(_ person: MatrixPerson) -> Set<String> { Set(site.records.filter { site.model.sees($0, person) }.map(\.id.description)) }
    private func ids(_ rows: [[String: Any]], _ key: String) -> [String] { rows.compactMap { $0[key] as? String } }

    func decisions(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/decisions", as: person)
        #expect(answer.status == 200, "\(person.role)")
        let mine = Set(site.records.filter { decided.contains($0.kind) && site.model.mayDecide($0, person) }.map(\.id.description))
        let names = Set(site.records.filter { $0.kind == "child" && site.model.visible($0, person).contains("given_name") }.map(\.id.description))
        for row in answer.rows("rows") {
            #expect(mine.contains(row["record"] as? String ?? ""), "\(person.role) is asked to decide what is not theirs")
            if !names.contains(row["dossier"] as? String ?? "") { #expect((row["name"] as? String ?? "").isEmpty, "\(person.role)") }
        }
        if mine.isEmpty { #expect(answer.rows("rows").isEmpty && answer.json["more"] as? Bool == false, "\(person.role)") }
        return max(1, answer.rows("rows").count)
    }

    func decision(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/decisions/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        let all = site.places(for: person).flatMap(site.papers)
        for record in all {
            let answer = await site.ask("GET", "/api/v1/decisions/\(record.id)", as: person), about: Comment = "\(person.role) and \(record.kind)"
            guard decided.contains(record.kind), site.model.sees(record, person) else {
                #expect(answer.same == nothing.same, about)
                continue
            }
            let shown = (answer.json["record"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
            #expect(Set(shown.keys) == site.model.visible(record, person), about)
            if !site.model.mayDecide(record, person) { #expect(answer.json["open"] as? Bool == false && answer.rows("outcomes").isEmpty, about) }
        }
        return all.count
    }

    /// A panel opens to its member and to who works with the child; what is shown of it and its seats is what the model shows.
    func panel(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/panels/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        let all = site.places(for: person).flatMap(site.papers).filter { ["best_interest_panel", "best_interest_seat", "note"].contains($0.kind) }
        for record in all {
            let answer = await site.ask("GET", "/api/v1/panels/\(record.id)", as: person), about: Comment = "\(person.role) and \(record.kind)"
            guard record.kind == "best_interest_panel", site.model.sees(record, person) else {
                #expect(answer.same == nothing.same, about)
                continue
            }
            let shown = (answer.json["panel"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
            #expect(Set(shown.keys) == site.model.visible(record, person), about)
            #expect(Set(ids(answer.rows("seats") + answer.rows("actions"), "id")).isSubset(of: seen(person)), about)
            #expect(!(answer.json["name"] as? String ?? "").isEmpty == !site.papers(of: record.near!).filter { $0.kind == "child" && site.model.visible($0, person).contains("given_name") }.isEmpty, about)
        }
        return max(1, all.count)
    }

    func limits(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/limits", as: person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/limits", as: person)
            if site.child(of: dossier).map({ site.model.sees($0, person) }) ?? false {
                #expect(answer.status == 200 && Set(ids(answer.rows("limits"), "record")).isSubset(of: seen(person)), "\(person.role)")
            } else {
                #expect(answer.same == nothing.same, "\(person.role)")
            }
        }
        return site.places(for: person).count
    }

    /// Of no dossier that they do not see, and of those that they see only reports that they see too.
    func concerns(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/concerns", as: person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/concerns", as: person)
            if site.child(of: dossier).map({ site.model.sees($0, person) }) ?? false {
                let told = answer.rows("rows").flatMap { [$0["notification"], $0["child"]] }.compactMap { $0 as? [String: Any] }
                #expect(answer.status == 200 && Set(ids(told, "id")).isSubset(of: seen(person)), "\(person.role)")
            } else {
                #expect(answer.same == nothing.same, "\(person.role)")
            }
        }
        return site.places(for: person).count
    }

    /// Only who may refer this child is told what stands about sharing, and of consents only what they may read.
    func sharing(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/dossiers/\(site.missing())/sharing?service=health", as: person)
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let answer = await site.ask("GET", "/api/v1/dossiers/\(dossier.child)/sharing?service=health", as: person)
            guard let child = site.child(of: dossier), site.model.sees(child, person) else {
                #expect(answer.same == nothing.same, "\(person.role)")
                continue
            }
            guard site.model.mayAdd("referral", with: [], to: dossier, person) else {
                #expect(answer.status == 403, "\(person.role): \(answer.status)")
                continue
            }
            #expect(answer.status == 200, "\(person.role): \(answer.status)")
            #expect(Set(ids(answer.rows("said"), "record")).isSubset(of: seen(person)), "\(person.role)")
            let consents = site.papers(of: dossier).filter { $0.kind == "consent" && site.model.visible($0, person).contains("not_to") }
            let mayHear = !consents.isEmpty || site.model.visible(child, person).contains("contact_restriction")
            if !mayHear { #expect(answer.rows("wishes").isEmpty, "\(person.role)") }
        }
        return site.places(for: person).count
    }

    /// How many places are taken is told of providers that somebody sees, to who asks for placements or decides them.
    func careOffer(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/providers/\(site.missing())/places", as: person)
        #expect(nothing.status == 404)
        let mayAsk = site.model.holds("create", "placement", person.role) || site.model.holds("decide", "placement", person.role)
        let all = site.records.filter { $0.kind == "provider" || $0.kind == "service" }
        for record in all {
            let answer = await site.ask("GET", "/api/v1/providers/\(record.id)/places", as: person)
            if record.kind == "provider", site.model.sees(record, person) {
                #expect(answer.status == (mayAsk ? 200 : 403), "\(person.role): \(answer.status)")
            } else {
                #expect(answer.same == nothing.same, "\(person.role)")
            }
        }
        return max(1, all.count)
    }

    /// Who does not see the child or the request is answered as about ids that nobody has; who may not answer it gets no copy.
    func personCopy(_ person: MatrixPerson) async -> Int {
        func ask(_ dossier: UUIDv7, _ request: UUIDv7) async -> MatrixSite.Answer {
            await site.ask("POST", "/api/v1/dossiers/\(dossier)/copies", as: person, ["request": request.description])
        }
        let nothing = await ask(site.missing(), site.missing())
        #expect(nothing.status == 404)
        for dossier in site.places(for: person) {
            let other = await ask(dossier.child, site.missing())
            #expect(other.same == nothing.same, "\(person.role)")
            for request in site.papers(of: dossier) where request.kind == "rights_request" {
                let answer = await ask(dossier.child, request.id)
                let isSeen = site.model.sees(request, person) && (site.child(of: dossier).map { site.model.sees($0, person) } ?? false)
                if isSeen { #expect(answer.status == 403, "\(person.role): \(answer.status)") } else { #expect(answer.same == nothing.same, "\(person.role)") }
            }
        }
        return max(1, site.places(for: person).count)
    }

    func family(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/families/\(site.missing())", as: person)
        #expect(nothing.status == 404)
        let all = site.records.filter { $0.kind == "family" || $0.kind == "note" }
        for record in all {
            let answer = await site.ask("GET", "/api/v1/families/\(record.id)", as: person)
            guard record.kind == "family", site.model.sees(record, person) else {
                #expect(answer.same == nothing.same, "\(person.role) and a \(record.kind)")
                continue
            }
            let sees = seen(person)
            #expect(answer.status == 200 && Set(ids(answer.rows("children"), "dossier")).isSubset(of: sees), "\(person.role)")
            let shown = (answer.json["family"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
            #expect(Set(shown.keys).isSubset(of: site.model.visible(record, person)), "\(person.role)")
            for relative in answer.rows("relatives") + answer.rows("representatives") {
                for mention in relative["of"] as? [[String: Any]] ?? [relative] where mention["record"] != nil {
                    #expect(sees.contains(mention["record"] as? String ?? ""), "\(person.role)")
                }
            }
        }
        return all.count
    }

    /// Alerts name only what the person may see, and a child only to whom its name is shown; the wish to know of somebody else's changes nothing.
    func alerts(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/alerts", as: person), sees = seen(person), rows = answer.rows("alerts")
        #expect(answer.status == 200, "\(person.role)")
        let names = Set(site.records.filter { $0.kind == "child" && !site.model.visible($0, person).isDisjoint(with: ["given_name", "family_name"]) }.map(\.id.description))
        for row in rows {
            let about: Comment = "\(person.role) and \(row["kind"] ?? "")"
            if let record = row["record"] as? String { #expect(sees.contains(record), about) }
            if let dossier = row["dossier"] as? String { #expect(sees.contains(dossier) || row["name"] == nil, about) }
            if row["name"] != nil { #expect(names.contains(row["dossier"] as? String ?? ""), about) }
        }
        #expect(answer.json["unseen"] as? Int == rows.count, "\(person.role)")
        if sees.isEmpty { #expect(rows.allSatisfy { $0["kind"] as? String == "notice" || $0["kind"] as? String == "escalation" }, "\(person.role)") }
        return max(1, rows.count)
    }

    func board(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/supervisor/board", as: person)
        guard site.model.decidesWidely("case", person.role) else {
            #expect(answer.status == 403, "\(person.role): \(answer.status)")
            return 1
        }
        #expect(answer.status == 200, "\(person.role)")
        for worker in answer.rows("workers") {
            let id = (worker["person"] as? [String: Any])?["id"] as? String
            let cases = site.records.filter { $0.kind == "case" && $0.owner?.description == id && site.model.sees($0, person) }
            #expect(worker["cases"] as? Int ?? 0 <= cases.count, "\(person.role) counts cases that they may not see")
        }
        return max(1, answer.rows("workers").count)
    }

    func workerCases(_ person: MatrixPerson) async -> Int {
        let workers = site.people.filter { $0.role == "case_worker" } + site.keepers.prefix(1)
        let nothing = await site.ask("GET", "/api/v1/supervisor/workers/\(site.missing())/cases", as: person)
        let sees = seen(person)
        for worker in workers {
            let answer = await site.ask("GET", "/api/v1/supervisor/workers/\(worker.id)/cases", as: person)
            guard site.model.decidesWidely("case", person.role) else {
                #expect(answer.status == 403 && answer.same == nothing.same, "\(person.role): \(answer.status)")
                continue
            }
            #expect(Set(ids(answer.rows("rows"), "case") + ids(answer.rows("rows"), "dossier")).isSubset(of: sees), "\(person.role)")
            #expect(answer.json["total"] as? Int ?? 0 <= site.records.filter { $0.kind == "case" && $0.owner == worker.id && site.model.sees($0, person) }.count, "\(person.role)")
        }
        return workers.count
    }

    /// One case after the other, until there is none: each is one that they see.
    func reviewNext(_ person: MatrixPerson) async -> Int {
        let may = site.model.decidesWidely("case", person.role), sees = seen(person)
        var skipped: [String] = []
        for _ in 0..<60 {
            let answer = await site.ask("GET", "/api/v1/supervisor/review-next?not=\(skipped.joined(separator: ","))", as: person)
            guard may else {
                #expect(answer.status == 403, "\(person.role): \(answer.status)")
                return 1
            }
            guard answer.status == 200, let one = answer.json["case"] as? [String: Any], let dossier = one["dossier"] as? String, skipped.count < 40 else {
                #expect(answer.status == 200, "\(person.role): \(answer.status)")
                break
            }
            #expect(sees.contains(dossier) && !skipped.contains(dossier), "\(person.role)")
            skipped.append(dossier)
        }
        return max(1, skipped.count)
    }

    /// Nobody without the power hands a case over; who has it moves none that they may not decide about.
    func handOver(_ person: MatrixPerson) async throws -> Int {
        let cases = site.records.filter { $0.kind == "case" && $0.owner != nil && !site.model.mayDecide($0, person) }
        let taker = site.people.first { $0.role == "case_worker" && $0.team == person.team } ?? site.people[0]
        for record in cases {
            let before = try site.version(record.id)
            let body: [String: Any] = ["saveId": site.missing().description, "from": record.owner?.description ?? "", "to": taker.id.description, "cases": [record.id.description]]
            let answer = await site.ask("POST", "/api/v1/supervisor/handovers", as: person, body)
            let made = await site.ask("POST", "/api/v1/supervisor/handovers", as: person, body.merging(["saveId": site.missing().description, "cases": [site.missing().description]]) { $1 })
            #expect(answer.status == made.status, "\(person.role): \(answer.status) and \(made.status)")
            #expect((answer.json["moved"] as? [String] ?? []).isEmpty, "\(person.role)")
            #expect(try site.version(record.id) == before, "\(person.role) has moved a case")
        }
        return cases.count
    }
}
