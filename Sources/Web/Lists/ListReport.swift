import Casework
import FormEngine
import Foundations
import XLSForm

/// A checked code list as `assets/api/openapi.json` describes it.
struct ListReport: Encodable {
    struct Change: Encodable {
        var kind: String
        var code: String
        var names: [String: String]
        var before: String
        var after: String
        var language: String
        var row: Int
        var words: String
        /// Records that hold a code which is to be retired; left out where they were not counted.
        var records: Int?
    }

    struct Difference: Encodable {
        var summary: String
        /// Kind → how many changes, also those that are not named below.
        var counts: [String: Int]
        var changes: [Change]
        var more: Int
    }

    struct Form: Encodable {
        var name: String
        var title: [String: String]
    }

    /// Changes that are named one by one, of each kind: 100,000 new places would say nothing.
    static let mostOfAKind = 100

    var upload: UUIDv7
    var list: String
    var title: [String: String]
    var accepted: Bool
    var faults: [FaultShape]
    var moreFaults: Int
    var rows: Int
    var retired: Int
    var difference: Difference?
    /// Why a form can't follow.
    var refusal: String?
    /// Forms that change with the list, and those that keep their part of it.
    var changed: [Form]
    var kept: [Form]
    /// What was in use when it was compared; left out for the standard version.
    var base: UUIDv7?

    init(_ checked: CheckedList, upload: UUIDv7, site: OpenSite) {
        self.upload = upload
        list = checked.name
        title = StandardList.named(checked.name)?.title ?? [:]
        accepted = checked.accepted
        base = checked.base
        refusal = checked.refusal
        moreFaults = checked.more
        (rows, retired) = checked.rows
        if let problem = checked.unreadable {
            faults = [problem]
        } else {
            faults = (checked.report?.faults ?? []).map(FaultShape.init)
        }
        let forms = site.desk.forms
        changed = checked.changed.map { Form(name: $0, title: forms[$0].map { FormReport.texts($0.title) } ?? [:]) }
        kept = checked.kept.map { Form(name: $0, title: forms[$0].map { FormReport.texts($0.title) } ?? [:]) }
        difference = checked.difference.map { Self.difference($0, held: checked.held) }
    }

    private static func difference(_ difference: CodeDifference, held: [String: Int]?) -> Difference {
        var counts: [String: Int] = [:]
        var changes: [Change] = []
        for change in difference.changes {
            let count = counts[change.kind.rawValue, default: 0] + 1
            counts[change.kind.rawValue] = count
            guard count <= mostOfAKind else { continue }
            changes.append(Change(kind: change.kind.rawValue, code: change.code, names: change.names, before: change.before, after: change.after,
                                  language: change.language, row: change.row, words: change.words,
                                  records: change.kind == .retired ? held.map { $0[change.code] ?? 0 } : nil))
        }
        return Difference(summary: difference.summary, counts: counts, changes: changes, more: difference.changes.count - changes.count)
    }
}
