import Access
import Casework
import FormEngine
import Foundation
import Foundations
import Journal
import Testing
import Workbook
import XLSForm

@testable import Web

/// A data officer changes code lists: what the forms offer follows, what records hold stays readable.
@Suite struct ListsTests {
    private static let whole = ["case", "case_review", "closure", "comprehensive_assessment", "initial_assessment", "transfer"]

    private static func edit(_ lines: inout [String]) {
        // One gone, one relabelled, one new behind the second.
        lines.removeAll { $0.hasPrefix("neglect,") }
        if let at = lines.firstIndex(where: { $0.hasPrefix("physical_violence,") }) {
            lines[at] = lines[at].replacingOccurrences(of: "Physical violence", with: "Hitting and hurting")
            lines.insert("online_harm,ONL,,Harm online,Violence en ligne,أذى عبر الإنترنت", at: at + 1)
        }
    }

    @Test func everyStandardListIsThereAndCanBeReadBack() throws {
        let office = try ListsOffice()
        #expect(StandardList.all.count == 10)
        for list in StandardList.all {
            let table = try ListsInUse.standard(list)
            #expect(table.rows.count >= 7 && table.languages.map(\.code) == ["en", "fr", "ar"])
            for ending in ["csv", "xlsx"] {
                let checked = try office.check(list.name, try ListFile.bytes(of: list.name, for: "x." + ending, at: office.open))
                #expect(checked.accepted && checked.difference?.isEmpty == true && checked.changed.isEmpty, "\(list.name).\(ending): \(checked.report?.faults ?? [])")
            }
        }
    }

    @Test func formsFollowTheirListAndOldRecordsKeepTheirWords() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer"), worker = try office.colleague("case_worker")
        _ = try await office.newCase(["neglect"], by: worker)
        let part = office.offered("notification", "concern")
        let checked = try office.check("concern_types", try office.csv("concern_types", Self.edit))
        let difference = try #require(checked.difference)
        #expect(Set(difference.changes.map { "\($0.kind.rawValue) \($0.code)" })
            == ["added online_harm", "retired neglect", "relabelled physical_violence"])
        #expect(checked.held == ["neglect": TouchedRecords.few])
        #expect(checked.changed == (Self.whole + ["notification"]).sorted() && checked.kept == ["notification"])

        let before = office.offered("case", "concern")
        try await office.publish("concern_types", try office.csv("concern_types", Self.edit), by: officer)
        for form in Self.whole {
            let now = office.offered(form, "concern")
            #expect(now.count == before.count && !now.contains("neglect"))
            #expect(now.firstIndex(of: "online_harm") == now.firstIndex(of: "physical_violence")! + 1)
            let list = try #require(office.open.desk.forms[form]?.list("concern"))
            #expect(list.choice("physical_violence")?.label["en"] == "Hitting and hurting" && list.choice("physical_violence")?.label["fr"] == "Violence physique")
            #expect(list.choice("neglect")?.retired == true && list.choice("neglect")?.label["en"] == "Neglect")
            #expect(list.choice("online_harm")?.label["ar"] == "أذى عبر الإنترنت")
        }
        // A form with a part of the list keeps its part.
        #expect(office.offered("notification", "concern") == part.filter { $0 != "neglect" })
        // What can no longer be chosen is refused, what was written with the version before is taken.
        let now = try office.colleague("case_worker")
        await #expect(throws: CaseworkError.self) { _ = try await office.newCase(["neglect"], by: now) }
        _ = try await office.newCase(["online_harm"], by: now)
    }

    @Test func aRetiredCodeComesBack() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        let before = office.offered("incident", "incident_kind")
        try await office.publish("incident_kinds", try office.csv("incident_kinds") { $0.removeAll { $0.hasPrefix("injury,") } }, by: officer)
        #expect(office.offered("incident", "incident_kind") == before.filter { $0 != "injury" })
        let back = try office.csv("incident_kinds") { lines in
            lines = lines.map { $0.hasPrefix("injury,") ? $0.replacingOccurrences(of: ",yes,", with: ",,") : $0 }
        }
        #expect(try office.check("incident_kinds", back).difference?.changes.map(\.kind) == [.returned])
        try await office.publish("incident_kinds", back, by: officer)
        #expect(office.offered("incident", "incident_kind") == before)
    }

    @Test func rollingBackRestoresExactlyWhatWas() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        let before = Dictionary(uniqueKeysWithValues: (Self.whole + ["notification"]).map { ($0, office.open.desk.forms.asked($0)) })
        let first = try await office.publish("concern_types", try office.csv("concern_types", Self.edit), by: officer)
        let after = office.open.desk.forms.asked("case")
        let change = try await office.goBack("concern_types", to: nil, by: officer)
        #expect(change.forms.count == 7)
        for (name, form) in before { #expect(office.open.desk.forms.asked(name) == form) }
        #expect(try office.open.desk.formHistory().inUse.isEmpty)
        // And forward again, to the version that was.
        _ = try await office.goBack("concern_types", to: first?.id, by: officer)
        #expect(office.open.desk.forms.asked("case") == after)
        #expect(try ListsInUse.table(of: StandardList.named("concern_types")!, at: office.open).rows.contains { $0.code == "online_harm" })
        // What was added is still readable after it is gone again.
        _ = try await office.goBack("concern_types", to: nil, by: officer)
        #expect(office.open.desk.forms["case"]?.list("concern")?.choice("online_harm")?.retired == true)
    }

    @Test func aFormThatChangedSinceFollowsTheListBackWithoutLosingItsOwnChange() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        try await office.publish("incident_kinds", try office.csv("incident_kinds") { $0.append("flood,FLO,,Flood,Inondation,فيضان") }, by: officer)
        // The form gets another title for a choice of another list: its own change.
        let sheets = try #require(try PublishedForms.sheets(inUse: "incident", at: office.open))
        let edited = sheets.csv
        let survey = edited.survey.replacingOccurrences(of: "Where?", with: "Where was it?")
        #expect(survey != edited.survey)
        let form = try CheckedForm(try Workbook.folder(["survey.csv": Array(survey.utf8), "choices.csv": Array(edited.choices.utf8),
                                                        "settings.csv": Array(edited.settings.utf8)]).xlsx(), name: "incident", repairs: [], site: office.open)
        _ = try await office.open.desk.publish(try form.toPublish(id: office.id(), note: "", base: form.base), by: officer.author, standing: officer.standing)
        #expect(office.offered("incident", "incident_kind").contains("flood"))
        _ = try await office.goBack("incident_kinds", to: nil, by: officer)
        #expect(!office.offered("incident", "incident_kind").contains("flood"))
        #expect(office.open.desk.forms["incident"]?.field("where_happened")?.label["en"] == "Where was it?")
    }

    @Test func aStoreThatIsOpenedAgainServesTheSame() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        try await office.publish("concern_types", try office.csv("concern_types", Self.edit), by: officer)
        try await office.publish("places", try office.csv("places") { lines in
            lines.removeAll { $0.hasPrefix("XA01010102,") }
            lines.append("XA01010199,XA010101,village,,,New Market,Nouveau Marché,السوق الجديد")
        }, by: officer)
        #expect(office.open.places["XA01010199"]?.names["fr"] == "Nouveau Marché")
        #expect(office.open.places["XA01010102"]?.retired == true && office.open.places["XA01010102"]?.names["en"] == "Station Quarter")
        let again = try office.restarted()
        #expect(again.places.count == office.open.places.count && again.places["XA01010102"]?.retired == true)
        #expect(again.places["XA01010199"] == office.open.places["XA01010199"])
        for form in Self.whole { #expect(office.offered(form, "concern", at: again) == office.offered(form, "concern")) }
    }

    /// Records may hold places that came after the version that is gone back to.
    @Test func goingBackTakesNoPlaceAway() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        try await office.publish("places", try office.csv("places") { $0.append("XA01010199,XA010101,village,,,New Market,Nouveau Marché,السوق الجديد") }, by: officer)
        #expect(office.open.places.offers("XA01010199"))
        _ = try await office.goBack("places", to: nil, by: officer)
        for book in [office.open.places, try office.restarted().places] {
            #expect(!book.offers("XA01010199") && book["XA01010199"]?.names["en"] == "New Market")
            #expect(book.offers("XA01010102"))
        }
        // Nor does the next upload that does not name it.
        try await office.publish("places", try office.csv("places") { $0.removeAll { $0.hasPrefix("XA01010199,") } }, by: officer)
        #expect(office.open.places["XA01010199"]?.retired == true)
    }

    @Test func twoAtOnceCannotBothWin() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer"), other = try office.colleague("data_officer")
        let one = try office.check("services", try office.csv("services") { $0.append("sport,SPO,,Sport,Sport,رياضة") })
        let two = try office.check("services", try office.csv("services") { $0.append("music,MUS,,Music,Musique,موسيقى") })
        let id = office.id()
        let change = try one.toPublish(id: id, note: "", base: one.base)
        let first = try await office.open.desk.change(change, by: officer.author, standing: officer.standing)
        let late = try two.toPublish(id: office.id(), note: "", base: two.base)
        do {
            _ = try await office.open.desk.change(late, by: other.author, standing: other.standing)
            Issue.record("both won")
        } catch let error as CaseworkError {
            #expect(error.code == "list-changed" && Problems.status(of: error) == 409)
        }
        // Sent twice, published once; nothing of the other is in any form.
        #expect(try await office.open.desk.change(change, by: officer.author, standing: officer.standing)?.id == first?.id)
        #expect(try office.open.desk.listHistory().publications.count == 1)
        #expect(office.offered("referral", "service").contains("sport") && !office.offered("referral", "service").contains("music"))
        // A form that changed since the check is noticed too.
        let third = try office.check("services", try office.csv("services") { $0.append("music,MUS,,Music,Musique,موسيقى") })
        let book = try #require(try PublishedForms.sheets(inUse: "referral", at: office.open)).exported().xlsx()
        let form = try CheckedForm(book, name: "referral", repairs: [], site: office.open)
        _ = try await office.open.desk.publish(try form.toPublish(id: office.id(), note: "", base: form.base), by: officer.author, standing: officer.standing)
        let stale = try third.toPublish(id: office.id(), note: "", base: third.base)
        await #expect(throws: CaseworkError(.listChanged(list: "services"))) {
            _ = try await office.open.desk.change(stale, by: officer.author, standing: officer.standing)
        }
    }

    @Test(arguments: ["case_worker", "supervisor", "site_administrator", "auditor"])
    func onlyDataOfficersChangeLists(_ role: String) async throws {
        let office = try ListsOffice()
        let somebody = try office.colleague(role)
        await #expect(throws: CaseworkError(.notAllowed(what: "change code lists"))) {
            try await office.publish("services", try office.csv("services") { $0.append("sport,SPO,,Sport,Sport,رياضة") }, by: somebody)
        }
        for kind in ["list_publication", "list_part", "list_in_use"] {
            let entry = AuthoredEntry(id: office.id(), op: .create, form: kind, record: office.id(), fields: ["list": "services"])
            await #expect(throws: CaseworkError.self) {
                _ = try await office.open.desk.save(AuthoredSave(id: office.id(), entries: [entry], at: office.time.now()), by: somebody.author, standing: somebody.standing)
            }
        }
        #expect(try office.open.desk.listHistory().publications.isEmpty)
    }

    @Test func manyPlacesAreKeptInPartsAndComeBackWhole() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        // Letters that do not pack well, so that one entry cannot hold them.
        var state: UInt64 = 7
        func letters() -> String {
            String((0..<12).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Character(Unicode.Scalar(UInt8(97 + (state >> 33) % 26)))
            })
        }
        var lines = ["code,parent,level,label::English (en)", "ZA,,country,Country"]
        for number in 0..<60_000 { lines.append("ZA\(number),ZA,village,\(letters()) \(letters()) \(letters()) \(letters())") }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let published = try await office.publish("places", bytes, by: officer)
        #expect((published?.parts ?? 0) > 1)
        let again = try office.restarted()
        #expect(again.places.count == 60_001 + 54 && again.places["ZA59999"] == office.open.places["ZA59999"])
        #expect(again.places["ZA59999"]?.names["en"]?.count == 51 && again.places["XA"]?.retired == true)
    }

    @Test func aRetiredPlaceStaysInOldRecordsAndIsNotOfferedAnew() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer"), worker = try office.colleague("case_worker")
        let child = try await office.newCase(["neglect"], by: worker, place: "XA01010102").child
        try await office.publish("places", try office.csv("places") { $0.removeAll { $0.hasPrefix("XA01010102,") } }, by: officer)
        #expect(!office.open.places.offers("XA01010102"))
        do {
            _ = try await office.newCase(["neglect"], by: worker, place: "XA09")
            Issue.record("an unknown place was taken")
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { throw error }
            #expect(faults.map { "\($0.field) \($0.code)" } == ["place unknown-choice"])
        }
        // Chosen before it was retired, and sent afterwards.
        _ = try await office.newCase(["neglect"], by: worker, place: "XA01010102")
        func amend(_ fields: [String: Value]) async throws {
            let version = try office.open.desk.record(child, for: worker.standing).version
            let entry = AuthoredEntry(id: office.id(), op: .amend, form: "child", record: child, base: version, fields: fields)
            _ = try await office.open.desk.save(AuthoredSave(id: office.id(), entries: [entry], at: office.time.now()), by: worker.author, standing: worker.standing)
        }
        try await amend(["place": "XA01010102", "given_name": "Amina Noor"])
        #expect(try office.open.desk.record(child, for: worker.standing).fields["given_name"] == "Amina Noor")
        try await amend(["place": "XA01010101"])
        await #expect(throws: CaseworkError.self) { try await amend(["place": "XA09"]) }
        // What somebody without an account reports may have waited; it is never lost for this.
        let concern = Concern(save: office.id(), fields: ["concern": .list(["neglect"]), "description": "He is alone at night.", "place": "XA01010102",
                                                          "notifier_kind": "teacher"], children: [])
        let told = try await office.open.desk.notifyPublicly(concern, device: office.open.publicDevice)
        #expect(!told.acknowledgement.isEmpty)
    }

    @Test func changesStandInTheTrail() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        try await office.publish("incident_kinds", try office.csv("incident_kinds") { $0.append("flood,FLO,,Flood,Inondation,فيضان") }, by: officer)
        _ = try await office.goBack("incident_kinds", to: nil, by: officer)
        try await office.journal.trail.log(TrailEvent(.permission))
        let rows = try office.journal.trail.read().filter { $0.event.action == .settings && $0.event.actor == officer.author.person }
        #expect(Set(rows.map { $0.event.detail["what"] }) == ["listPublished", "formPublished", "listRolledBack", "formRolledBack"])
        #expect(rows.count == 4 && rows.contains { $0.event.detail["list"] == "incident_kinds" } && rows.contains { $0.event.detail["form"] == "incident" })
    }

    @Test func goingBackTwiceByOneIdGoesBackOnce() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        let first = try await office.publish("incident_kinds", try office.csv("incident_kinds") { $0.append("flood,FLO,,Flood,Inondation,فيضان") }, by: officer)
        let id = office.id()
        func back(_ id: UUIDv7) async throws -> Publication? {
            let change = try CheckedList.goingBack("incident_kinds", to: nil, base: first?.id, note: "", id: id, at: office.open)
            return try await office.open.desk.change(change, by: officer.author, standing: officer.standing)
        }
        #expect(try await back(id) == nil)
        let forms = try office.open.desk.formHistory().publications.count
        // The answer was lost: the same again is no second change, though another base is in use by now.
        #expect(try await back(id) == nil)
        #expect(try office.open.desk.formHistory().publications.count == forms)
        // Nothing to go back from is no change either.
        #expect(try await back(office.id()) == nil)
        try await office.journal.trail.log(TrailEvent(.permission))
        #expect(try office.journal.trail.read().count { $0.event.detail["what"] == "listRolledBack" } == 1)
    }

    /// A list is no way around the second person.
    @Test func aFormThatWouldLoosenCannotComeWithAList() async throws {
        let office = try ListsOffice()
        let officer = try office.colleague("data_officer")
        let sheets = try #require(try PublishedForms.standard("note")).sheets.numbered(try office.open.desk.nextVersion(of: "note"))
        let csv = sheets.csv
        let survey = csv.survey.replacingOccurrences(of: ",narrative,", with: ",general,")
        #expect(survey != csv.survey)
        let loose = try FormDefinition.read(survey: survey, choices: csv.choices, settings: csv.settings)
        let checked = try office.check("incident_kinds", try office.csv("incident_kinds") { $0.append("flood,FLO,,Flood,Inondation,فيضان") })
        let sound = try checked.toPublish(id: office.id(), note: "", base: checked.base)
        let form = ListChange.Form(definition: loose, target: .new(workbook: try sheets.exported().xlsx()), base: nil)
        let change = ListChange(list: sound.list, target: sound.target, note: "", base: nil, forms: sound.forms + [form], places: nil)
        do {
            _ = try await office.open.desk.change(change, by: officer.author, standing: officer.standing)
            Issue.record("it was taken")
        } catch let error as CaseworkError {
            #expect(error.code == "list-refused" && error.whatHappened.contains("note"))
        }
        // Nothing of it happened.
        #expect(try office.open.desk.listHistory().publications.isEmpty && office.open.desk.formHistory().publications.isEmpty)
        #expect(!office.offered("incident", "incident_kind").contains("flood"))
    }
}
