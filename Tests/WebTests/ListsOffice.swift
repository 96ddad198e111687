import Access
import Casework
import FormEngine
import Foundation
import Foundations
import Journal
import Testing
import Vault
import Workbook
import XLSForm

@testable import Web

/// A site on a real vault in a fresh folder, with the standard forms, roles and places.
final class ListsOffice {
    let directory: String
    let time = ManualTime()
    let vault: VaultStore
    let journal: JournalStore
    private let forms: FormLibrary
    private(set) var open: OpenSite
    private let hill = UUIDv7.make(at: 1_000)

    private static let assets = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")

    static func text(_ path: String) throws -> String { try String(contentsOf: assets.appending(path: path), encoding: .utf8) }

    init() throws {
        directory = NSTemporaryDirectory() + "lists-\(UUID().uuidString)"
        vault = try VaultStore.create(at: directory, first: .passphrase(SecretBytes(text: "four quiet river stones"), cost: .forTests), files: DiskFiles()).0
        journal = try JournalStore(vault: vault, time: time)
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.assets.appending(path: "forms").path).sorted()
        forms = try FormLibrary(names.map { name in
            FormLibrary.Sheets(survey: try Self.text("forms/\(name)/survey.csv"), choices: try Self.text("forms/\(name)/choices.csv"),
                               settings: try Self.text("forms/\(name)/settings.csv"))
        })
        open = try Self.assemble(journal, forms, time)
    }

    deinit {
        journal.close()
        try? vault.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private static func assemble(_ journal: JournalStore, _ forms: FormLibrary, _ time: ManualTime) throws -> OpenSite {
        let rules = AccessRules(book: try RoleBook.read(roles: text("roles.csv"), rights: text("role_rights.csv")), classes: FieldClasses(forms: forms.all))
        let people = try PeopleStore(journal: journal, rules: rules, tools: .vault(), trail: JournalTrail(journal), time: time, siteName: "Test")
        let desk = Desk(journal: journal, shelf: FormShelf(standard: forms, rules: rules), places: PlaceShelf(standard: PlaceBook(csv: try text("places.csv"))),
                        time: time, caseNumber: { "1" }, digest: Sealing.blake2b256)
        return OpenSite(journal: journal, desk: desk, rules: rules, people: people, publicDevice: UUIDv7.make(at: 1), address: "", isWritable: { true })
    }

    /// What the next start of the box would serve from the same store.
    func restarted() throws -> OpenSite {
        let next = try Self.assemble(journal, forms, time)
        #expect(try next.desk.loadForms(PublishedForms.definition).isEmpty)
        #expect(try next.desk.loadPlaces(ListsInUse.book) == nil)
        return next
    }

    func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    struct Colleague {
        let author: Author
        let standing: Standing
    }

    func colleague(_ role: String) throws -> Colleague {
        guard let found = open.rules.book[role] else { throw CaseworkError(.notFound) }
        let person = id()
        let viewer = Viewer(person: person, role: found, teams: [hill], agency: nil)
        return Colleague(author: Author(person: person, device: id(), team: hill), standing: open.rules.standing(of: viewer))
    }

    /// A child with an open case of this worker, of these concerns; the case's id.
    func newCase(_ concerns: [String], by worker: Colleague, place: String = "XA01010101") async throws -> (child: UUIDv7, kase: UUIDv7) {
        let child = id(), kase = id()
        let entries = [
            AuthoredEntry(id: id(), op: .create, form: "child", record: child,
                          fields: ["given_name": "Amina", "family_name": "Haddad", "sex": "female", "place": .text(place)]),
            AuthoredEntry(id: id(), op: .create, form: "case", record: kase, dossier: child, fields: ["concern": .list(concerns.map { .text($0) })]),
        ]
        _ = try await open.desk.save(AuthoredSave(id: id(), entries: entries, at: time.now()), by: worker.author, standing: worker.standing)
        return (child, kase)
    }

    /// The CSV of what is in use after a change to its lines; the header is the first.
    func csv(_ list: String, _ change: (inout [String]) -> Void = { _ in }) throws -> [UInt8] {
        let bytes = try ListFile.bytes(of: list, for: "x.csv", at: open)
        var lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
        change(&lines)
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    func check(_ list: String, _ bytes: [UInt8]) throws -> CheckedList { try CheckedList(bytes, list: list, site: open) }

    @discardableResult
    func publish(_ list: String, _ bytes: [UInt8], by officer: Colleague, id: UUIDv7? = nil) async throws -> Publication? {
        let checked = try check(list, bytes)
        return try await open.desk.change(try checked.toPublish(id: id ?? self.id(), note: "asked by the ministry", base: checked.base),
                                          by: officer.author, standing: officer.standing)
    }

    func goBack(_ list: String, to publication: UUIDv7?, by officer: Colleague) async throws -> ListChange {
        let change = try CheckedList.goingBack(list, to: publication, base: try open.desk.listHistory().inUse[list], note: "", id: id(), at: open)
        _ = try await open.desk.change(change, by: officer.author, standing: officer.standing)
        return change
    }

    /// What a form offers of a list, in order, and what it still knows.
    func offered(_ form: String, _ list: String, at site: OpenSite? = nil) -> [String] {
        ((site ?? open).desk.forms[form]?.list(list)?.choices ?? []).filter { !$0.retired }.map(\.value)
    }
}

