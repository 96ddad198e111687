import Casework
import FormEngine
import Foundation
import Foundations
import Journal
import Testing

/// For every service of the standard list: what the one who is asked sees of child, case and referral is the template of that service,
/// read here from the files and without the program's own rules.
@Suite struct ShareTemplatesSavedTests {
    private static func rows(_ file: String) throws -> [CSVTable.Row] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")
        return try CSVTable(String(contentsOf: folder.appending(path: file), encoding: .utf8)).rows
    }

    static let services: [String] = (try? rows("forms/referral/choices.csv").filter { $0["list_name"] == "service" }.compactMap { $0["name"] }) ?? []
    private static let kinds = ["child", "case", "referral"]

    private static func words(_ text: String?) -> Set<String> { Set((text ?? "").split(separator: " ").map(String.init)) }

    /// Of these questions the ones that the template names and whose class the role may see.
    private func expected(_ kind: String, _ service: String, of fields: Set<String>) throws -> Set<String> {
        let named = try Self.rows("share_templates.csv").filter { ["*", service].contains($0["service"]) && $0["form"] == kind }.reduce(into: Set<String>()) { $0.formUnion(Self.words($1["fields"])) }
        let classes = try Self.rows("role_rights.csv").filter { $0["role"] == "specialist" && Self.words($0["kinds"]).contains(kind) }
            .reduce(into: Set<String>()) { $0.formUnion(Self.words($1["classes_view"])) }
        let questions = try Self.rows("forms/\(kind)/survey.csv")
        return fields.filter { field in
            guard named.contains(field), let row = questions.first(where: { $0["name"] == field }) else { return false }
            let own = row["cm::permission"] ?? ""
            return classes.contains(own.isEmpty ? "general" : own)
        }
    }

    @Test func theStandardListIsRead() { #expect(Self.services.count >= 15 && Set(Self.services).count == Self.services.count) }

    @Test(arguments: services)
    func whoIsAskedSeesTheTemplateOfTheService(_ service: String) async throws {
        let office = try DeskOffice(), worker = try office.colleague("case_worker", team: office.hill)
        let asked = try office.colleague("specialist"), other = try office.colleague("specialist")
        for one in [asked, other] { try office.account(one) }
        // An answer to every question, past the forms, so that nothing is unseen for want of an answer.
        let child = office.id()
        let made: [String: UUIDv7] = ["child": child, "case": office.id(), "referral": office.id(), "second": office.id()]
        var filled: [String: Set<String>] = [:]
        var changes: [Change] = []
        for name in ["child", "case", "referral", "second"] {
            let kind = name == "second" ? "referral" : name
            let questions = try Self.rows("forms/\(kind)/survey.csv").filter { row in
                let type = row["type"] ?? ""
                return !(row["name"] ?? "").isEmpty && !type.hasPrefix("begin") && !type.hasPrefix("end") && !["note", "image", "file", "audio", "video"].contains(type)
            }
            var fields = Dictionary(uniqueKeysWithValues: questions.map { ($0["name"] ?? "", Value.text("words")) })
            if kind == "child" { fields.merge(["given_name": "Zuleika", "family_name": "Qaradag", "other_names": "Sirvard", "birth_date": "2015"]) { $1 } }
            if kind == "case" { fields.merge(["case_number": "5-1234", "risk_level": "high", "opened_on": "2026-01-05"]) { $1 } }
            if kind == "referral" { fields["service"] = .text(name == "second" ? (service == "health" ? "education" : "health") : service) }
            filled[name] = Set(fields.keys)
            let record = made[name] ?? child
            let owner = kind == "referral" ? (name == "second" ? other : asked).author.person : worker.author.person
            changes.append(Change(id: office.id(), record: record, kind: kind, op: .create, scope: Scope(.dossier, child), dossier: child, fields: fields,
                                  envelope: RecordEnvelope(owner: owner, team: office.hill, status: kind == "case" ? "open" : kind == "referral" ? "accepted" : nil)))
        }
        _ = try await office.journal.commit(Save(id: office.id(), actor: worker.author.person, device: office.id(), at: office.time.now(), changes: changes))

        for kind in Self.kinds {
            guard let record = made[kind] else { continue }
            let wanted = try expected(kind, service, of: filled[kind] ?? [])
            let shown = try office.desk.record(record, for: asked.standing)
            #expect(Set(shown.fields.keys) == wanted, "\(service): \(kind)")
            #expect(Set(shown.editable).isSubset(of: wanted), "\(service): \(kind)")
            #expect(try Set(office.desk.history(of: record, for: asked.standing).keys.filter { !$0.hasPrefix("@") }) == wanted, "\(service): history of \(kind)")
        }
        let second = try #require(made["second"])
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(second, for: asked.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.history(of: second, for: asked.standing) }

        // The dossier, search and the way things went tell the same and no more.
        let dossier = try office.desk.dossier(child, for: asked.standing)
        #expect(Set(dossier.child.fields.keys) == (try expected("child", service, of: filled["child"] ?? [])))
        #expect(dossier.papers.map(\.id) == [made["referral"]])
        let found = try office.desk.search("Zuleika", after: nil, for: asked.standing)
        #expect(found.rows.map(\.dossier) == [child])
        // Whoever tries out a name or a number that the template hides learns nothing.
        for (words, kind, field) in [("Sirvard", "child", "other_names"), ("sirv", "child", "other_names"), ("Zuleika Sirvard", "child", "other_names"), ("5-1234", "case", "case_number")] {
            let isFound = try !office.desk.search(words, after: nil, for: asked.standing).rows.isEmpty
            #expect(try isFound == expected(kind, service, of: [field]).contains(field), "\(service): found by \(words)")
            #expect(try office.desk.search(words, after: nil, for: worker.standing).rows.map(\.dossier) == [child])
        }
        let timeline = try office.desk.timeline(of: child, before: nil, for: asked.standing)
        #expect(Set(timeline.rows.map(\.record)) == Set(Self.kinds.compactMap { made[$0] }), "\(service): the timeline tells of another service")
        for row in timeline.rows {
            // How the case stands (open, closed) is no question of its form.
            let told = Set(row.changes.map(\.field)).subtracting(row.form == "case" ? ["status"] : [])
            #expect(told.subtracting(try expected(row.form, service, of: filled[row.form] ?? [])).isEmpty, "\(service): timeline of \(row.form)")
        }
    }
}
