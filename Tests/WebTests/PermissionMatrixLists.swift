import Foundation
import Foundations
import Testing

/// Search, lists, counts: they hold what the model lets through, count no more, and say of the rest nothing at all.
struct MatrixLists {
    let site: MatrixSite

    private func ids(_ rows: [[String: Any]], _ key: String = "id") -> Set<String> { Set(rows.compactMap { $0[key] as? String }) }

    private func seen(_ kind: String, _ person: MatrixPerson) -> [MatrixRecord] { site.records.filter { $0.kind == kind && site.model.sees($0, person) } }

    func search(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/search?q=Xylophonius", as: person)
        for dossier in site.places(for: person) {
            let sees = site.child(of: dossier).map { site.model.sees($0, person) && site.model.visible($0, person).contains("given_name") } ?? false
            let hasNumber = site.papers(of: dossier).contains { $0.kind == "case" && site.model.sees($0, person) }
            for (words, isFound) in [(dossier.name, sees), (dossier.caseNumber, sees && hasNumber)] {
                let answer = await site.ask("GET", "/api/v1/search?q=\(words)", as: person)
                let found = answer.rows("rows").first { $0["dossier"] as? String == dossier.child.description }
                #expect((found != nil) == isFound, "\(person.role) searches \(words)")
                if !isFound, answer.rows("rows").isEmpty { #expect(answer.same == nothing.same, "\(person.role) searches \(words)") }
                if !hasNumber { #expect(found?["caseNumber"] == nil && found?["risk"] == nil) }
            }
        }
        return site.places(for: person).count
    }

    /// Each child is described as its file does; nobody is shown one that they may not see, nor told by a word what they may not read.
    func likely(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("POST", "/api/v1/children/likely", as: person, ["given_name": "Xylophonius"])
        #expect(nothing.status == 200 && nothing.rows("rows").isEmpty, "\(person.role)")
        func visible(_ child: MatrixRecord) -> Set<String> { site.model.sees(child, person) ? site.model.visible(child, person) : [] }
        let seen = Set(site.inDossiers("child").filter { visible($0).contains("given_name") }.map(\.id.description))
        for dossier in site.places(for: person) {
            // All children of the matrix have the same number: it brings up everybody who may be seen with it, this one first.
            let answer = await site.ask("POST", "/api/v1/children/likely", as: person, ["given_name": dossier.name, "national_id": "words"])
            let found = ids(answer.rows("rows"), "dossier")
            #expect(found.isSubset(of: seen), "\(person.role) is shown a child that they may not see")
            let fields = site.child(of: dossier).map(visible) ?? []
            if fields.isSuperset(of: ["given_name", "national_id"]) {
                #expect(answer.rows("rows").first?["dossier"] as? String == dossier.child.description, "\(person.role)")
            } else {
                #expect(!found.contains(dossier.child.description), "\(person.role)")
            }
            if seen.isEmpty { #expect(answer.same == nothing.same, "\(person.role)") }
        }
        return site.places(for: person).count
    }

    func notifications(_ person: MatrixPerson) async -> Int {
        for status in ["new", "registered", "linked", "screened_out"] {
            var found: Set<String> = [], children: Set<String> = [], cursor: String?
            repeat {
                let answer = await site.ask("GET", "/api/v1/notifications?status=\(status)" + (cursor.map { "&cursor=\($0)" } ?? ""), as: person)
                #expect(answer.status == 200)
                found.formUnion(ids(answer.rows("rows")))
                for row in answer.rows("rows") { children.formUnion(ids(row["children"] as? [[String: Any]] ?? [])) }
                cursor = answer.json["next"] as? String
            } while cursor != nil
            #expect(found == Set(seen("notification", person).filter { $0.status == status }.map(\.id.description)), "\(person.role), \(status)")
            #expect(children == Set(seen("notified_child", person).filter { $0.status == status }.map(\.id.description)), "\(person.role), \(status)")
        }
        return 4
    }

    func notification(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/notifications/\(site.missing())", as: person)
        let all = site.records.filter { $0.kind == "notification" || $0.kind == "provider" }
        for record in all {
            let answer = await site.ask("GET", "/api/v1/notifications/\(record.id)", as: person)
            guard record.kind == "notification", site.model.sees(record, person) else {
                #expect(answer.same == nothing.same, "\(person.role)")
                continue
            }
            let shown = (answer.json["record"] as? [String: Any])?["fields"] as? [String: Any] ?? [:]
            #expect(Set(shown.keys) == site.model.visible(record, person), "\(person.role)")
            #expect(answer.json["mayTriage"] as? Bool == site.model.mayDecide(record, person), "\(person.role)")
        }
        return all.count
    }

    func myDay(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/my-day", as: person)
        #expect(answer.status == 200)
        let sees = Set(site.records.filter { site.model.sees($0, person) }.map(\.id.description))
        for section in answer.rows("sections") {
            for row in section["rows"] as? [[String: Any]] ?? [] where row["kind"] as? String != "conflict" {
                let record = row["record"] as? String ?? ""
                #expect(sees.contains(record), "\(person.role): \(row["kind"] ?? "")")
                if let dossier = row["dossier"] as? String, !sees.contains(dossier) { #expect((row["name"] as? String ?? "").isEmpty) }
                if row["kind"] as? String == "notification", let args = (row["reason"] as? [String: Any])?["args"] as? [String: Any] {
                    // Children are made right after their notification, of the same distance.
                    let place = site.records.firstIndex { $0.id.description == record } ?? 0
                    let below = site.records[(place + 1)...].prefix { $0.kind == "notified_child" }.filter { site.model.sees($0, person) }
                    #expect(args["children"] as? Int == below.count, "\(person.role) is told of children that they may not see")
                }
            }
        }
        let caseload = answer.json["caseload"] as? [String: Any] ?? [:]
        let own = site.inDossiers("case").filter { record in
            record.owner == person.id && site.model.sees(record, person) && (record.near.flatMap(site.child).map { site.model.sees($0, person) } ?? false)
        }
        let rows = ids(caseload["rows"] as? [[String: Any]] ?? [], "case")
        // An authority that sees a case because of a placement has no caseload for that.
        #expect(rows == (site.model.reaches("own", "case", person.role) ? Set(own.map(\.id.description)) : []), "\(person.role)")
        #expect(caseload["total"] as? Int == rows.count, "\(person.role)")
        return 1
    }

    func directory(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/tables/unheard_of/records", as: person)
        #expect(nothing.status == 404)
        for form in site.model.forms.keys.sorted() {
            let answer = await site.ask("GET", "/api/v1/tables/\(form)/records", as: person)
            guard ["provider", "service"].contains(form), site.model.holds("view", form, person.role) else {
                #expect(answer.same == nothing.same, "\(person.role), table of \(form)")
                continue
            }
            #expect(ids(answer.rows("rows")) == Set(seen(form, person).map(\.id.description)), "\(person.role), table of \(form)")
            #expect(answer.json["total"] as? Int == seen(form, person).count, "\(person.role), table of \(form)")
            for row in answer.rows("rows") {
                guard let record = site.records.first(where: { $0.id.description == row["id"] as? String }) else { continue }
                #expect(Set((row["fields"] as? [String: Any] ?? [:]).keys).isSubset(of: site.model.visible(record, person)))
            }
        }
        return site.model.forms.count
    }

    func table(_ person: MatrixPerson) async -> Int {
        let nothing = await site.ask("GET", "/api/v1/tables/unheard_of?as=csv", as: person)
        #expect(nothing.status == 404)
        for form in site.model.forms.keys.sorted() {
            let answer = await site.ask("GET", "/api/v1/tables/\(form)?as=csv", as: person)
            guard ["provider", "service"].contains(form), site.model.holds("export", form, person.role) else {
                #expect(answer.same == nothing.same, "\(person.role), table of \(form)")
                continue
            }
            let text = String(decoding: answer.body, as: UTF8.self)
            for record in site.records where record.kind == form {
                #expect(text.contains(record.id.description) == site.model.mayExport(record, person), "\(person.role), table of \(form)")
            }
        }
        return site.model.forms.count
    }

    func colleagues(_ person: MatrixPerson) async -> Int {
        let answer = await site.ask("GET", "/api/v1/colleagues", as: person)
        #expect((answer.status == 200) == (site.model.holds("view", "user", person.role) && site.model.holds("view", "referral", person.role)), "\(person.role)")
        for whom in ["receiver", "worker"] {
            let found = await site.ask("GET", "/api/v1/colleagues?for=\(whom)", as: person)
            #expect((found.status == 200) == (site.model.holds("view", "user", person.role) && site.model.holds("view", "transfer", person.role)), "\(person.role), \(whom)")
        }
        let members = await site.ask("GET", "/api/v1/colleagues?for=panel", as: person)
        #expect((members.status == 200) == (site.model.holds("view", "user", person.role) && site.model.holds("view", "best_interest_seat", person.role)), "\(person.role)")
        return 4
    }

    func requests(_ person: MatrixPerson) async -> Int {
        let powers = site.model.powers[person.role] ?? [], isAdministrator = !powers.isDisjoint(with: ["people", "keys"])
        let may = !powers.isDisjoint(with: ["people", "forms"]) || (!isAdministrator && site.model.secondFactor.contains(person.role))
        #expect(await site.ask("GET", "/api/v1/requests", as: person).status == (may ? 200 : 403), "\(person.role)")
        return 1
    }
}
