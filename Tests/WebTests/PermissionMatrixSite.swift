import Access
import Casework
import Foundation
import FormEngine
import Foundations
import GRDB
import HTTPServer
import Journal
import Logging
import Sharing
import Synchronization
import Testing
import Vault

@testable import Web

/// A site with one person of every role and a record of every kind at every distance from each of them.
final class MatrixSite: Sendable {
    let model: PermissionModel
    let router: Router
    let journal: JournalStore
    let open: OpenSite
    /// One a role, all of one team and one agency.
    let people: [MatrixPerson]
    /// Case workers of that team and agency, of another team of the agency, and of another agency.
    let keepers: [MatrixPerson]
    let records: [MatrixRecord]
    private let papersByChild: [UUIDv7: [MatrixRecord]]
    /// Kinds that no role may name.
    let reserved: [UUIDv7]
    let routes: [Route]
    /// What answers.
    let served: Site
    private let sessions: [UUIDv7: (token: String, csrf: String)]
    private let directory: String
    private let vault: VaultStore
    let time = ManualTime(WallTime(millis: 1_790_000_000_000, trust: .attested))
    private let asked = Mutex(0)
    private let attachments = Mutex<[MatrixAttachment]>([])
    /// What `keepAttachments` left.
    var kept: [MatrixAttachment] { attachments.withLock { $0 } }

    /// Requests sent until now.
    var requests: Int { asked.withLock { $0 } }

    private static let assets = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")

    static func text(_ path: String) throws -> String { try String(contentsOf: assets.appending(path: path), encoding: .utf8) }

    private struct NoOpener: SiteOpener {
        func open(passphrase: String?, recovery: String?) async throws -> OpenSite { throw Problem.notFound }
        func queue(_ concern: Concern) throws -> String { throw Problem.notFound }
    }

    init() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.assets.appending(path: "forms").path).sorted()
        model = try PermissionModel(Self.text, forms: names)
        directory = NSTemporaryDirectory() + "matrix-\(UUID().uuidString)"
        vault = try VaultStore.create(at: directory, first: .passphrase(SecretBytes(text: "four quiet river stones"), cost: .forTests), files: DiskFiles()).0
        journal = try JournalStore(vault: vault, time: time)
        var maker = MatrixMaker(model)
        records = maker.all()
        papersByChild = Dictionary(grouping: records.filter { $0.isPaper && $0.near != nil }, by: { $0.near?.child ?? $0.id })
        (people, keepers, reserved) = (maker.people, maker.keepers, maker.reserved)
        _ = try journal.bulk(maker.saves(at: time.now()))
        _ = try journal.bulk(maker.disagreements(at: time.now()))

        let forms = try FormLibrary(names.map { name in
            FormLibrary.Sheets(survey: try Self.text("forms/\(name)/survey.csv"), choices: try Self.text("forms/\(name)/choices.csv"),
                               settings: try Self.text("forms/\(name)/settings.csv"))
        })
        let rules = AccessRules(book: try RoleBook.read(roles: Self.text("roles.csv"), rights: Self.text("role_rights.csv")), classes: FieldClasses(forms: forms.all),
                                templates: try ShareTemplates(cells: CSV.parse(Self.text("share_templates.csv"))))
        let accounts = try PeopleStore(journal: journal, rules: rules, tools: .vault(), trail: JournalTrail(journal), time: time, siteName: "Test")
        let numbers = Mutex(0)
        let desk = Desk(journal: journal, shelf: FormShelf(standard: forms, rules: rules), sharing: try ConsentRules(cells: CSV.parse(Self.text("consent.csv"))),
                        personCopies: try ShareTemplates.personCopy(cells: CSV.parse(Self.text("person_copy.csv"))), time: time, caseNumber: {
            numbers.withLock { $0 += 1; return "9-\($0)" }
        }, digest: Sealing.blake2b256)
        open = OpenSite(journal: journal, desk: desk, rules: rules, people: accounts, publicDevice: UUIDv7.make(at: 1), address: "", isWritable: { true })
        let site = Site(opener: NoOpener(), time: time, version: "test", log: Logger(label: "test"))
        site.begin(open)
        served = site
        routes = site.routes(forms: forms, places: PlaceBook(csv: ""), certificate: nil)
        router = site.router(forms: forms, places: PlaceBook(csv: ""), certificate: nil)
        var sessions: [UUIDv7: (token: String, csrf: String)] = [:]
        for person in people + keepers {
            let opened = accounts.sessions.open(for: person.id, limits: SessionLimits(), peer: "127.0.0.1")
            sessions[person.id] = (opened.token, opened.session.csrf)
        }
        self.sessions = sessions
    }

    deinit {
        journal.close()
        try? vault.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    fileprivate func keep(_ one: MatrixAttachment) { attachments.withLock { $0.append(one) } }

    /// Ids that nothing has.
    func missing() -> UUIDv7 { UUIDv7.make(at: 1_700_000_000_000) }

    func inDossiers(_ kind: String? = nil) -> [MatrixRecord] { records.filter { $0.isPaper && (kind == nil || $0.kind == kind) } }

    func dossiers() -> [MatrixDossier] { inDossiers("child").compactMap(\.near) }

    func child(of dossier: MatrixDossier) -> MatrixRecord? { inDossiers("child").first { $0.id == dossier.child } }

    /// The dossiers that mean something to this person: everybody's, those made for their sake, and one of a colleague's own.
    func places(for person: MatrixPerson) -> [MatrixDossier] {
        let all = dossiers()
        return all.filter { $0.subject == nil || $0.subject == person.id } + all.filter { $0.subject != nil && $0.worker == $0.subject && $0.worker != person.id }.prefix(1)
    }

    /// The dossiers of this person, one at each distance.
    func fewPlaces(for person: MatrixPerson) -> [MatrixDossier] {
        var seen: Set<[Bool]> = []
        return places(for: person).filter { one in
            seen.insert([one.worker == person.id, one.asked == person.id, one.subject == person.id, one.team == person.team, one.agency == person.agency,
                         one.hasPlacement, one.isMarked]).inserted
        }
    }

    func papers(of dossier: MatrixDossier) -> [MatrixRecord] { papersByChild[dossier.child] ?? [] }

    /// Records outside dossiers that are worth asking this person about: of families those of their places, of accounts a few.
    func loose(for person: MatrixPerson) -> [MatrixRecord] {
        let near = Set(places(for: person).map(\.child)), accounts = Set([person.id, people[1].id, keepers[2].id])
        return records.filter { !$0.isPaper && ($0.near.map { near.contains($0.child) } ?? true) && ($0.kind != "user" || accounts.contains($0.id)) }
    }

    func version(_ id: UUIDv7) throws -> Int { try journal.read { try JournalStore.version($0, of: id) } }

    func conflictTask(of child: UUIDv7) throws -> UUIDv7? {
        try journal.read { db in
            try Row.fetchOne(db, sql: "SELECT id FROM record WHERE kind = 'conflict_task' AND dossier = ?", arguments: [Data(child.bytes)])
                .flatMap { UUIDv7(bytes: Array($0[0] as Data)) }
        }
    }

    // MARK: Asking

    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        var type: String

        /// Everything but the request's own number.
        var same: String {
            guard var json = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else { return "\(status) \(type) \(body.count)" }
            json["request"] = nil
            let bytes = (try? JSONSerialization.data(withJSONObject: json, options: .sortedKeys)) ?? Data()
            return "\(status) \(type) \(String(decoding: bytes, as: UTF8.self))"
        }

        var json: [String: Any] { ((try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]) ?? [:] }
        var code: String { json["code"] as? String ?? "" }
        var isDone: Bool { (200..<300).contains(status) }

        /// Refused for want of a right: as a whole, or by answers that may not be given.
        var isRefused: Bool {
            status == 403 || status == 404 || ((json["faults"] as? [[String: Any]]) ?? []).contains { $0["code"] as? String == "not-allowed" }
        }

        func rows(_ key: String) -> [[String: Any]] { json[key] as? [[String: Any]] ?? [] }
    }

    func ask(_ method: String, _ target: String, as person: MatrixPerson?, _ body: [String: Any]? = nil, raw: [UInt8]? = nil,
             headers more: [(String, String)] = []) async -> Answer {
        asked.withLock { $0 += 1 }
        var headers: Headers = [:]
        if let person, let session = sessions[person.id] {
            headers["Cookie"] = "kinbox=\(session.token)"
            headers["X-Kinbox-CSRF"] = session.csrf
        }
        if body != nil { headers["Content-Type"] = "application/json" }
        for (name, value) in more { headers[name] = value }
        let bytes = raw ?? body.flatMap { try? JSONSerialization.data(withJSONObject: $0) }.map { Array($0) } ?? []
        let response = await router.respond(method, target, headers: headers, body: bytes)
        var content: [UInt8] = []
        if case .bytes(let bytes) = response.body { content = bytes }
        return Answer(status: response.status, body: content, type: response.headers["content-type"] ?? "")
    }
}

/// A file under an answer of a note; `isSaved` is false while it waits for its save.
struct MatrixAttachment: Sendable {
    var id: String
    var note: MatrixRecord
    var keeper: UUIDv7
    var isSaved: Bool
}

extension MatrixSite {
    /// Each keeper writes a note with a file into a dossier of theirs, and leaves a file without its note.
    func keepAttachments() async throws {
        for keeper in keepers {
            guard let dossier = dossiers().first(where: { $0.worker == keeper.id && $0.subject == nil }) else { continue }
            for isSaved in [true, false] {
                var note = MatrixRecord(id: UUIDv7.make(at: time.now().millis), kind: "note", near: dossier, isPaper: true, owner: keeper.id, team: keeper.team,
                                        agency: keeper.agency)
                note.fields = ["text", "paper"]
                let taken = await ask("POST", "/api/v1/attachments?form=note&field=paper&record=\(note.id)&dossier=\(dossier.child)&name=a.txt", as: keeper,
                                      raw: Array("plain words".utf8))
                try #require(taken.status == 201, "\(taken.status) \(taken.code)")
                if isSaved {
                    let entry: [String: Any] = [
                        "id": UUIDv7.make(at: time.now().millis).description, "op": "create", "form": "note", "record": note.id.description,
                        "dossier": dossier.child.description, "fields": ["text": "words", "paper": taken.json["value"] as? String ?? ""],
                    ]
                    let saved = await ask("POST", "/api/v1/records", as: keeper, ["saveId": UUIDv7.make(at: time.now().millis).description, "entries": [entry]])
                    try #require(saved.isDone, "\(saved.status) \(saved.code)")
                }
                let one = MatrixAttachment(id: (taken.json["attachment"] as? [String: Any])?["id"] as? String ?? "", note: note, keeper: keeper.id, isSaved: isSaved)
                keep(one)
            }
        }
    }
}

/// Draws up the records.
private struct MatrixMaker {
    let model: PermissionModel
    var people: [MatrixPerson] = []
    var keepers: [MatrixPerson] = []
    var reserved: [UUIDv7] = []
    private var changes: [Change] = []
    private var made: [MatrixRecord] = []
    private var number = 0
    private let hill = UUIDv7.make(at: 1_000), river = UUIDv7.make(at: 2_000), lake = UUIDv7.make(at: 3_000)

    /// What lies in a dossier without bringing anybody near; `conflict_task` comes of itself.
    private var papers: [String] {
        let apart: Set<String> = ["child", "case", "referral", "placement", "closure", "conflict_task", "family_member", "user", "notification", "notified_child", "family", "best_interest_seat",
                                  "provider", "service", "prospective_parent", "tracing_request", "gbv_case", "gbv_step"]
        return model.forms.keys.filter { !apart.contains($0) }.sorted()
    }

    init(_ model: PermissionModel) { self.model = model }

    private func id() -> UUIDv7 { UUIDv7.make(at: 1_789_000_000_000) }

    mutating func all() -> [MatrixRecord] {
        people = model.roles.map { MatrixPerson(id: id(), role: $0, team: hill, agency: "alpha") }
        keepers = [(hill, "alpha"), (river, "alpha"), (lake, "beta")].map { MatrixPerson(id: id(), role: "case_worker", team: $0.0, agency: $0.1) }
        for (place, person) in (people + keepers).enumerated() { account(person, place) }
        for keeper in keepers {
            dossier(of: keeper)
            dossier(of: keeper, placed: true, closing: true)
        }
        dossier(of: keepers[2], placed: true)
        dossier(of: keepers[2], closing: true)
        dossier(of: keepers[0], marked: true)
        for person in people {
            dossier(of: person)
            dossier(of: person, placed: true, closing: true)
            dossier(of: keepers[2], asked: person)
            dossier(of: keepers[2], asked: person, ended: true)
            dossier(of: keepers[2], seated: person)
            for kind in ["prospective_parent", "tracing_request", "gbv_case", "gbv_step"] { loose(kind, person) }
            notification(person, team: hill)
        }
        for keeper in keepers {
            for kind in ["provider", "service", "prospective_parent", "tracing_request", "gbv_case"] { loose(kind, keeper) }
            notification(keeper, team: keeper.team)
        }
        loose("provider", keepers[0], marked: true)
        notification(nil, team: nil)
        notification(nil, team: nil, status: "screened_out")
        notification(nil, team: hill, markedChild: true)
        for kind in ["credential", "access_request", "access_notice", "team", "form_publication", "form_in_use", "list_publication", "list_part", "list_in_use",
                     "profile_in_use", "dossier_merge", "tracing_match", "told_apart", "alert_account", "message_settings", "assignment", "unheard_of"] {
            let one = id()
            reserved.append(one)
            changes.append(Change(id: id(), record: one, kind: kind, op: .create, scope: Scope(.site, one), fields: ["words": "secret"]))
        }
        return made
    }

    /// In saves of as many changes as a save may hold.
    func saves(at: WallTime) -> [Save] {
        stride(from: 0, to: changes.count, by: 4_000).map { start in
            Save(id: id(), actor: keepers[0].id, device: id(), at: at, changes: Array(changes[start..<min(start + 4_000, changes.count)]))
        }
    }

    /// Two authors who disagree about whom not to tell, in every child's own record that nobody in particular works with.
    func disagreements(at: WallTime) -> [Save] {
        made.filter { record in record.kind == "child" && record.near?.asked == nil && keepers.contains { $0.id == record.near?.worker } }.flatMap { child in
            ["x", "the uncle"].map { words in
                Save(id: id(), actor: keepers[0].id, device: id(), at: at, changes: [
                    Change(id: id(), record: child.id, kind: "child", op: .amend, scope: Scope(.dossier, child.id), dossier: child.id, base: 1,
                           fields: ["contact_restriction": .text(words + " \(words.count)")]),
                ])
            }
        }
    }

    private mutating func account(_ person: MatrixPerson, _ place: Int) {
        let fields: [String: Value] = ["display_name": .text("Person \(place)"), "user_name": .text("person\(place)"), "role": .text(person.role),
                                       "team": .text(person.team.description), "agency": .text(person.agency), "language": "en", "active": "yes"]
        changes.append(Change(id: id(), record: person.id, kind: "user", op: .create, scope: Scope(.site, person.id), fields: fields,
                              envelope: RecordEnvelope(team: person.team, agency: person.agency, status: "active")))
        made.append(MatrixRecord(id: person.id, kind: "user", isPaper: false, team: person.team, agency: person.agency, status: "active", fields: Set(fields.keys)))
    }

    private mutating func dossier(of worker: MatrixPerson, asked: MatrixPerson? = nil, seated: MatrixPerson? = nil, ended: Bool = false, placed: Bool = false, closing: Bool = false,
                                  marked: Bool = false) {
        number += 1
        let letters = [number / 26 % 26, number % 26].map { String(UnicodeScalar(UInt8(97 + $0))) }.joined()
        let near = MatrixDossier(name: "Zu\(letters)qa", caseNumber: "5-\(1000 + number)", child: id(), worker: worker.id, team: worker.team, agency: worker.agency,
                                 asked: ended ? nil : asked?.id, service: ended ? nil : "health", seated: seated?.id, hasPlacement: placed, hasClosure: closing,
                                 isMarked: marked, subject: asked?.id ?? seated?.id ?? (people.contains { $0.id == worker.id } ? worker.id : nil))
        func add(_ kind: String, _ record: UUIDv7? = nil, owner: UUIDv7? = nil, status: String? = nil, _ more: [String: Value] = [:]) {
            put(MatrixRecord(id: record ?? id(), kind: kind, near: near, isPaper: true, owner: owner, team: worker.team, agency: worker.agency, status: status,
                             isMarked: marked), more)
        }
        add("child", near.child, owner: worker.id, ["given_name": .text(near.name), "birth_date": "2015"])
        add("case", owner: worker.id, status: "open", ["case_number": .text(near.caseNumber), "risk_level": "high", "opened_on": "2026-01-05"])
        for kind in papers { add(kind, owner: kind == "note" ? worker.id : nil) }
        if let asked {
            add("referral", owner: asked.id, status: ended ? "completed" : "accepted", ["service": "health"])
            // Somebody else is asked for something else.
            add("referral", owner: keepers[1].id, status: "accepted", ["service": "legal"])
            add("note", owner: asked.id)
            add("medical_assessment", owner: asked.id)
        } else {
            add("referral", status: "requested")
        }
        add("best_interest_seat", owner: keepers[1].id, status: "released")
        if let seated { add("best_interest_seat", owner: seated.id, status: "asked") }
        if placed { add("placement", status: "requested") }
        if closing { add("closure") }
        // A family with this child alone.
        let family = id()
        put(MatrixRecord(id: family, kind: "family", near: near, isPaper: false), [:])
        let member = id()
        changes.append(Change(id: id(), record: member, kind: "family_member", op: .create, scope: Scope(.dossier, near.child), dossier: near.child, parent: family,
                              fields: ["role": "child", "family": .text(family.description)],
                              envelope: RecordEnvelope(team: worker.team, agency: worker.agency, sensitivity: marked ? "restricted" : nil)))
        made.append(MatrixRecord(id: member, kind: "family_member", near: near, isPaper: true, team: worker.team, agency: worker.agency, isMarked: marked,
                                 fields: ["role", "family"]))
    }

    private mutating func loose(_ kind: String, _ owner: MatrixPerson, marked: Bool = false) {
        put(MatrixRecord(id: id(), kind: kind, isPaper: false, owner: owner.id, team: owner.team, agency: owner.agency, isMarked: marked), [:])
    }

    private mutating func notification(_ owner: MatrixPerson?, team: UUIDv7?, status: String = "new", markedChild: Bool = false) {
        let agency = owner?.agency ?? ""
        let one = MatrixRecord(id: id(), kind: "notification", isPaper: false, owner: owner?.id, team: team, agency: agency, status: status)
        put(one, ["urgent": "no"])
        for isMarked in markedChild ? [false, true] : [false] {
            put(MatrixRecord(id: id(), kind: "notified_child", isPaper: false, owner: owner?.id, team: team, agency: agency, status: status, isMarked: isMarked),
                [:], below: one.id)
        }
    }

    /// With an answer to every question of its form.
    private mutating func put(_ record: MatrixRecord, _ more: [String: Value], below parent: UUIDv7? = nil) {
        var record = record
        var fields = (model.forms[record.kind] ?? [:]).mapValues { _ in Value.text("words") }
        fields.merge(more) { $1 }
        record.fields = Set(fields.keys)
        let scope = record.isPaper ? Scope(.dossier, record.near?.child ?? record.id) : parent.map { Scope(.notification, $0) }
            ?? Scope(record.kind == "notification" ? .notification : ["provider", "service"].contains(record.kind) ? .provider : .family, record.id)
        changes.append(Change(id: id(), record: record.id, kind: record.kind, op: .create, scope: scope, dossier: record.isPaper ? record.near?.child : nil,
                              parent: parent, fields: fields,
                              envelope: RecordEnvelope(owner: record.owner, team: record.team, agency: record.agency, status: record.status,
                                                       sensitivity: record.isMarked ? "restricted" : nil)))
        made.append(record)
    }
}
