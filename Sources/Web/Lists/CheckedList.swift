public import Casework
import FormEngine
public import Foundations
import Journal
import Workbook
public import XLSForm

/// An uploaded code list held against the one in use: everything that the report says, and what is published after it.
public struct CheckedList: Sendable {
    public let name: String
    /// What was wrong with the file itself; then there is nothing else.
    public let unreadable: FaultShape?
    public let report: XLSFormReport?
    /// Faults beyond those that the report names.
    public let more: Int
    public let difference: CodeDifference?
    /// Why it can't be used though the file is right: it is too long with what is retired, or a form can't follow it.
    public let refusal: String?
    /// Forms that change with the list, and those that keep their part of it.
    public let changed: [String]
    public let kept: [String]
    /// Retired code → records that hold it; nil where they were not counted.
    public let held: [String: Int]?
    /// What was in use when it was compared.
    public let base: UUIDv7?
    private let table: CodeTable?
    private let contents: [UInt8]
    private let forms: [ListChange.Form]

    public var accepted: Bool { table != nil && refusal == nil }
    /// Rows that can be chosen afterwards, and those that are retired.
    public var rows: (active: Int, retired: Int) {
        let retired = table?.rows.count(where: \.retired) ?? 0
        return ((table?.rows.count ?? 0) - retired, retired)
    }

    /// Reads, judges and compares. Blocks: some seconds for 100,000 places, and up to `countSeconds` for counting records.
    /// - Parameter name: a list of this site; throws `notFound` for another.
    public init(_ bytes: [UInt8], list name: String, site: OpenSite, countSeconds: Int = 15) throws {
        guard let list = StandardList.named(name) else { throw CaseworkError(.notFound) }
        self.name = name
        let history = try site.desk.listHistory()
        base = history.inUse[name]
        let book: Workbook
        do {
            book = try Workbook.table(bytes, name: name, limits: .table(list.kind))
        } catch {
            unreadable = FaultShape(unreadable: error.code, part: error.part, row: error.row, words: error.whatHappened, suggestion: error.whatToDo)
            (report, difference, refusal, table, held, more) = (nil, nil, nil, nil, nil, 0)
            (changed, kept, contents, forms) = ([], [], [], [])
            return
        }
        unreadable = nil
        let checked = CodeTable.read(book, kind: list.kind, name: name, speaks: Self.languages(of: site))
        report = checked.report
        more = checked.more
        guard let read = checked.table else {
            (difference, refusal, table, held) = (nil, nil, nil, nil)
            (changed, kept, contents, forms) = ([], [], [], [])
            return
        }
        let before = try ListsInUse.table(of: list, base, history, at: site)
        let after = read.keeping(before)
        table = after
        let difference = CodeDifference(from: before, to: after)
        self.difference = difference
        contents = try after.workbook(named: name).packedTable()
        let followers = try ListFollowers(of: list, from: before, to: after, at: site)
        refusal = after.rows.count > list.kind.mostKept ? "With its retired codes the list is too long to be kept." : followers.refusal
        forms = refusal == nil ? try followers.turns(at: site) : []
        changed = followers.followers.filter(\.isChanged).map(\.name)
        kept = followers.followers.filter { !$0.whole }.map(\.name)
        held = try RetiredCount.records(holding: Set(difference.changes.filter { $0.kind == .retired }.map(\.code)), of: list, at: site, seconds: countSeconds)
    }

    /// Languages that the forms ask in, those of most forms first.
    static func languages(of site: OpenSite) -> [String] {
        var counts: [String: Int] = [:]
        for language in site.desk.forms.all.flatMap(\.languages) where language != "default" { counts[language, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// - Parameter base: what whoever publishes compared with.
    public func toPublish(id: UUIDv7, note: String, base: UUIDv7?) throws(CaseworkError) -> ListChange {
        guard let table else { throw CaseworkError(.listRefused(why: "The list has errors.")) }
        if let refusal { throw CaseworkError(.listRefused(why: refusal)) }
        return ListChange(list: name, target: .new(id, contents: contents), note: note, base: base, forms: forms,
                          places: table.kind == .places ? ListsInUse.book(table) : nil)
    }

    /// An earlier version, nil being the standard one, on its way back, with every form that carries the list.
    /// - Parameters:
    ///   - base: what was in use when it was asked for.
    ///   - id: made by whoever goes back, so that sending twice goes back once.
    public static func goingBack(_ name: String, to publication: UUIDv7?, base: UUIDv7?, note: String, id: UUIDv7, at site: OpenSite) throws -> ListChange {
        guard let list = StandardList.named(name) else { throw CaseworkError(.notFound) }
        let history = try site.desk.listHistory()
        let now = try ListsInUse.table(of: list, history.inUse[name], history, at: site)
        let then = try ListsInUse.table(of: list, publication, history, at: site)
        let followers = try ListFollowers(of: list, from: now, to: then, at: site)
        if let refusal = followers.refusal { throw CaseworkError(.listRefused(why: refusal)) }
        // Records may hold places that came since: they stay known, retired, in a version of their own that offers what `then` did.
        if list.kind == .places, case let kept = then.keeping(now), kept.rows.count > then.rows.count {
            guard kept.rows.count <= list.kind.mostKept else { throw CaseworkError(.listRefused(why: "With its retired codes the list is too long to be kept.")) }
            return ListChange(list: name, target: .new(id, contents: try kept.workbook(named: name).packedTable()), note: note, base: base, forms: [],
                              places: ListsInUse.book(kept))
        }
        return ListChange(list: name, target: .earlier(publication, id: id), note: note, base: base, forms: try followers.turns(at: site),
                          places: list.kind == .places ? ListsInUse.book(then) : nil)
    }
}

/// How many records hold codes that are to be retired.
enum RetiredCount {
    /// - Returns: code → records (`TouchedRecords`); nil where the time did not suffice.
    static func records(holding codes: Set<String>, of list: StandardList, at site: OpenSite, seconds: Int) throws -> [String: Int]? {
        guard !codes.isEmpty else { return [:] }
        let end = site.desk.time.monotonicNanos() + UInt64(seconds) * 1_000_000_000
        var held: [String: Int] = [:]
        for form in site.desk.forms.all where !ConfidentialForm.isOne(form.name) {
            let fields = form.fields.filter { field in
                list.kind == .places ? field.appears("place") : field.list == list.choices
            }.map(\.name)
            guard !fields.isEmpty else { continue }
            guard let count = try site.journal.countAnswers(of: form.name, fields: fields.sorted(), selects: Set(fields), goesOn: {
                site.desk.time.monotonicNanos() < end
            }) else { return nil }
            for choices in count.choices.values {
                for (code, records) in choices where codes.contains(code) { held[code, default: 0] += records }
            }
        }
        return held.mapValues(TouchedRecords.told)
    }
}
